package io.bellwether.client.tls;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ServerNamesTest {

    @ParameterizedTest
    @CsvSource({
        "api.example, api.example, true",
        "API.example, api.EXAMPLE, true",
        "api.example, other.example, false",
        "*.example, api.example, true",
        "*.example, a.b.example, false",
        "*.example, example, false",
        "*.example, .example, false",
    })
    void matchesDnsName_follows6125(String pattern, String name, boolean matches) {
        assertThat(ServerNames.matchesDnsName(pattern, name)).isEqualTo(matches);
    }

    @Test
    void matchesDnsName_wildcardInsideALabel_isNoWildcard() {
        assertThat(ServerNames.matchesDnsName("a*.example", "api.example")).isFalse();
    }
}
