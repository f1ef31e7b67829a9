package io.bellwether.cli.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bellwether.cli.command.CommandFailure;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class LeaseNameTest {

    @Test
    void parse_ofBothParts_isBoth() {
        assertThat(LeaseName.parse("ops/job", "mine")).isEqualTo(new LeaseName("ops", "job"));
        assertThat(new LeaseName("ops", "job")).hasToString("ops/job");
    }

    @Test
    void parse_ofANameAlone_isInTheNamespaceOfTheContext() {
        assertThat(LeaseName.parse("job", "mine")).isEqualTo(new LeaseName("mine", "job"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/job", "ops/", "a/b/c"})
    void parse_ofAnythingElse_isWrongUsage(String text) {
        assertThatThrownBy(() -> LeaseName.parse(text, "mine"))
                .isInstanceOfSatisfying(
                        CommandFailure.class,
                        failure -> assertThat(failure.exitCode()).isEqualTo(64));
    }
}
