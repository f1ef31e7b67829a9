package io.bellwether.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellwether.cli.command.CommandFailure;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

final class ProgramTest {

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private final Program program = new Program(
            List.of(new Program.Entry("try", "Tries something", Try::new), new Program.Entry("broken", "", () -> {
                throw new IllegalStateException("loaded");
            })),
            new PrintWriter(out),
            new PrintWriter(err));

    @Test
    void run_withoutACommand_showsTheVisibleOnesWithoutLoadingAny() {
        for (String[] arguments : new String[][] {{}, {"--help"}, {"-h"}, {"help"}}) {
            out.getBuffer().setLength(0);
            assertThat(program.run(arguments)).isZero();
            assertThat(out.toString())
                    .contains("try")
                    .contains("Tries something")
                    .doesNotContain("broken");
        }
    }

    @Test
    void run_helpOfACommand_explainsIt() {
        assertThat(program.run("help", "try")).isZero();
        assertThat(out.toString()).contains("bellwether try").contains("--fail");
    }

    @Test
    void run_unknownCommandOrOption_isWrongUsageInOneLine() {
        assertThat(program.run("nonsense")).isEqualTo(2);
        assertThat(err.toString()).isEqualTo("bellwether: there is no command \"nonsense\"; see bellwether --help\n");
        err.getBuffer().setLength(0);
        assertThat(program.run("try", "--nonsense")).isEqualTo(2);
        assertThat(err.toString().lines())
                .singleElement()
                .asString()
                .contains("--nonsense")
                .endsWith("see bellwether try --help");
    }

    @Test
    void run_commandThatFails_endsWithItsCodeAndOneLine() {
        assertThat(program.run("try", "--fail=known")).isEqualTo(42);
        assertThat(err.toString()).isEqualTo("bellwether try: it did not work; do something else\n");
        err.getBuffer().setLength(0);
        assertThat(program.run("try", "--fail=bug")).isEqualTo(1);
        assertThat(err.toString().lines()).singleElement().asString().contains("this is a bug");
        assertThat(program.run("try")).isEqualTo(7);
    }

    @Test
    void run_version_saysIt() {
        assertThat(program.run("--version")).isZero();
        assertThat(out.toString()).startsWith("bellwether ");
    }

    @Command(name = "try", mixinStandardHelpOptions = true)
    static final class Try implements Callable<Integer> {

        @Option(names = "--fail")
        private String fail = "";

        @Override
        public Integer call() {
            return switch (fail) {
                case "known" -> throw new CommandFailure(42, "it did not work; do something else\nsecond line");
                case "bug" -> throw new IllegalStateException("oops");
                default -> 7;
            };
        }
    }
}
