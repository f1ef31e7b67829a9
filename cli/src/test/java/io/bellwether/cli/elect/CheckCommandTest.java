package io.bellwether.cli.elect;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellwether.cli.server.LeaseName;
import io.bellwether.execution.SystemClock;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** What {@code elect check} makes of a state file. */
final class CheckCommandTest {

    private static final LeaseName LEASE = new LeaseName("default", "job");

    @TempDir
    private Path folder;

    private final StringWriter out = new StringWriter();

    @Test
    void check_ofAValidLeadership_is0AndSaysForHowLong() throws Exception {
        assertThat(check(inSeconds(100))).isZero();
        assertThat(out.toString()).startsWith("leading default/job, token 7, valid for ");
    }

    @Test
    void check_ofALeadershipThatHasPassed_is1() throws Exception {
        assertThat(check(inSeconds(-1))).isEqualTo(1);
        assertThat(out).hasToString("not leading\n");
    }

    @Test
    void check_ofALeadershipThatIsOver_is1() throws Exception {
        assertThat(check(0)).isEqualTo(1);
    }

    @Test
    void check_forLongerThanIsLeft_is1() throws Exception {
        assertThat(check(inSeconds(100), "--for=200s")).isEqualTo(1);
        assertThat(check(inSeconds(300), "--for=200s")).isZero();
    }

    @Test
    void check_ofAFileThatIsGoneOrCannotBeRead_is1() throws Exception {
        assertThat(run(folder.resolve("nothing"))).isEqualTo(1);
        assertThat(run(Files.writeString(folder.resolve("text"), "no json"))).isEqualTo(1);
    }

    private static long inSeconds(long seconds) {
        return new SystemClock().nanos() + TimeUnit.SECONDS.toNanos(seconds);
    }

    private int check(long validUntilNanos, String... options) throws Exception {
        StateFile file = new StateFile(folder.resolve("state.json"), LEASE, "me");
        file.write(1, 7, validUntilNanos);
        return run(file.path(), options);
    }

    private int run(Path file, String... options) {
        CommandLine line = new CommandLine(new CheckCommand()).setOut(new PrintWriter(out));
        String[] arguments = new String[options.length + 1];
        arguments[0] = "--state-file=" + file;
        System.arraycopy(options, 0, arguments, 1, options.length);
        return line.execute(arguments);
    }
}
