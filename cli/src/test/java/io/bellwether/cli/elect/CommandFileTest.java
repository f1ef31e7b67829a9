package io.bellwether.cli.elect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bellwether.cli.command.CommandFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class CommandFileTest {

    @TempDir
    private Path folder;

    @Test
    void check_executable_isFoundByPathAndByName() {
        assertThatCode(() -> CommandFile.check("/bin/sh", "")).doesNotThrowAnyException();
        assertThatCode(() -> CommandFile.check("sh", "/nowhere:/bin")).doesNotThrowAnyException();
    }

    @Test
    void check_missingOrNotExecutable_hasTheCodeOfAShell() throws IOException {
        Path text = Files.writeString(folder.resolve("text"), "no program");
        assertCode(127, "no-such-command", "/bin:/usr/bin");
        assertCode(127, folder.resolve("nothing").toString(), "");
        assertCode(126, text.toString(), "");
        assertCode(126, "text", folder.toString());
        assertCode(126, folder.toString(), "");
    }

    @Test
    void processGroup_knowsGrandchildrenWhoseParentsAreGone() throws IOException, InterruptedException {
        Process leader = new ProcessBuilder("setsid", "sh", "-c", "(sleep 600 & echo $!); exit 0").start();
        long grandchild = Long.parseLong(leader.inputReader().readLine());
        assertThat(leader.waitFor(20, TimeUnit.SECONDS)).isTrue();
        assertThat(ProcessGroup.isEmpty(leader.pid())).isFalse();
        ProcessHandle handle = ProcessHandle.of(grandchild).orElseThrow();
        handle.destroyForcibly();
        handle.onExit().join();
        assertThat(ProcessGroup.isEmpty(leader.pid())).isTrue();
    }

    private static void assertCode(int code, String command, String path) {
        assertThatThrownBy(() -> CommandFile.check(command, path))
                .isInstanceOfSatisfying(
                        CommandFailure.class,
                        failure -> assertThat(failure.exitCode()).isEqualTo(code));
    }
}
