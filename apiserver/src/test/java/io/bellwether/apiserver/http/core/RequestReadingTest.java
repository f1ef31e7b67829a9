package io.bellwether.apiserver.http.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellwether.apiserver.http.core.Target.OfResource;
import io.bellwether.apiserver.request.Query;
import io.bellwether.apiserver.request.Verb;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RequestReadingTest {

    private static final Duration LIMIT = Duration.ofSeconds(60);

    @Test
    void query_encodedParameters_areDecodedInOrder() {
        Query query = QueryParser.parse("labelSelector=a%3Db%2Cc+in+%28d%29&watch&x=1&x=2&&empty=")
                .orElseThrow();

        assertThat(query.first("labelSelector")).contains("a=b,c in (d)");
        assertThat(query.all("watch")).containsExactly("");
        assertThat(query.all("x")).containsExactly("1", "2");
        assertThat(query.first("empty")).isEmpty();
        assertThat(query.first("absent")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"a=%", "a=%2", "a=%zz", "%ff=1", "a=%c3%28"})
    void query_damagedEscape_isRefused(String raw) {
        assertThat(QueryParser.parse(raw)).isEmpty();
    }

    @Test
    void query_tooManyParameters_isRefused() {
        assertThat(QueryParser.parse("a=1&".repeat(256))).isPresent();
        assertThat(QueryParser.parse("a=1&".repeat(257))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "'', 60000",
        "0, 60000",
        "0s, 60000",
        "10s, 10000",
        "500ms, 500",
        "1m30s, 60000",
        "1.5s, 1500",
        "2h, 60000",
        "59s999ms, 59999",
    })
    void timeout_duration_isCutToTheLimit(String text, long expectedMillis) {
        assertThat(RequestTimeout.parse(text, LIMIT)).contains(Duration.ofMillis(expectedMillis));
    }

    @ParameterizedTest
    @ValueSource(strings = {"10", "s", "-1s", "1 s", "abc", "1s2", "1d", "9999999999s"})
    void timeout_nonsense_isRefused(String text) {
        assertThat(RequestTimeout.parse(text, LIMIT)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "GET, -, -, '', LIST",
        "GET, -, -, watch=true, WATCH",
        "GET, -, -, watch=1, WATCH",
        "GET, -, -, watch, WATCH",
        "GET, -, -, watch=false, LIST",
        "GET, -, -, watch=0, LIST",
        "GET, a, -, '', GET",
        "GET, a, -, watch=true, GET",
        "HEAD, a, -, '', GET",
        "POST, -, -, '', CREATE",
        "POST, a, token, '', CREATE",
        "PUT, a, -, '', UPDATE",
        "PATCH, a, status, '', PATCH",
        "DELETE, a, -, '', DELETE",
        "DELETE, -, -, '', DELETECOLLECTION",
    })
    void verb_methodOnTarget_isResolved(String method, String name, String subresource, String query, Verb expected) {
        assertThat(VerbResolution.resolve(method, target(name, subresource), query(query)))
                .contains(expected);
    }

    @ParameterizedTest
    @CsvSource({"POST, a, -", "PUT, -, -", "PATCH, -, -", "OPTIONS, -, -", "TRACE, a, -", "get, a, -"})
    void verb_methodThatDoesNothing_isEmpty(String method, String name, String subresource) {
        assertThat(VerbResolution.resolve(method, target(name, subresource), Query.NONE))
                .isEmpty();
    }

    private static OfResource target(String name, String subresource) {
        return new OfResource("", "v1", "configmaps", Optional.of("default"), optional(name), optional(subresource));
    }

    private static Query query(String raw) {
        return QueryParser.parse(raw).orElseThrow();
    }

    private static Optional<String> optional(String text) {
        return text.equals("-") ? Optional.empty() : Optional.of(text);
    }
}
