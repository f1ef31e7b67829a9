package io.bellwether.apimachinery.selector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.bellwether.apimachinery.StatusException;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class LabelSelectorTest {

    private static final Map<String, String> LABELS = Map.of("app", "web", "tier", "1", "empty", "", "x.io/y", "z");

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'' | true",
                "' ' | true",
                "app=web | true",
                "app==web | true",
                "app = web | true",
                "app=db | false",
                "app!=db | true",
                "app!=web | false",
                "absent!=web | true",
                "app in (db, web) | true",
                "app in (db) | false",
                "absent in (web) | false",
                "app notin (db) | true",
                "app notin (web,db) | false",
                "absent notin (web) | true",
                "app | true",
                "!app | false",
                "!absent | true",
                "empty= | true",
                "empty in (,a) | true",
                "empty in (a,) | true",
                "app= | false",
                "tier>0 | true",
                "tier>1 | false",
                "tier<2 | true",
                "app>0 | false",
                "absent<5 | false",
                "app=web,tier=1 | true",
                "app=web,tier=2 | false",
                "x.io/y=z | true",
                "in in (a) | false",
                "app=web,!absent,tier in (1,2) | true"
            })
    void parse_ofSelector_matchesAsItSays(String selector, boolean matches) {
        assertThat(LabelSelector.parse(selector).matches(LABELS)).isEqualTo(matches);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a=b,,c", "a in ()", "!", "a in (b", "a in b", "=b", "a=b=c", "a b", "a>x", ",", "a=b,", "a!b", "(a)",
                "-a=b", "a=-b", "a/b/c=d", "a notin", "a=b)", "é=b"
            })
    void parse_ofMalformedSelector_isBadRequest(String selector) {
        StatusException refusal = catchThrowableOfType(StatusException.class, () -> LabelSelector.parse(selector));

        assertThat(refusal).isNotNull();
        assertThat(refusal.status().code()).isEqualTo(400);
        assertThat(refusal.status().message()).startsWith("unable to parse requirement: ");
    }

    @Test
    void parse_ofTooManyRequirements_isBadRequest() {
        String selector = "a,".repeat(LabelSelector.REQUIREMENT_LIMIT) + "a";

        StatusException refusal = catchThrowableOfType(StatusException.class, () -> LabelSelector.parse(selector));

        assertThat(refusal.status().message()).contains("more than 1000 requirements");
    }

    @Test
    void parse_ofMegabyte_isBadRequestAtOnce() {
        StatusException refusal =
                catchThrowableOfType(StatusException.class, () -> LabelSelector.parse("a".repeat(1 << 20)));

        assertThat(refusal.status().message()).contains("at most 65536");
    }
}
