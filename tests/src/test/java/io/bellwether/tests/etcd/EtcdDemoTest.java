package io.bellwether.tests.etcd;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellwether.tests.program.ProgramProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The demonstration's chapter on etcd, from end to end. */
@RealEtcd
final class EtcdDemoTest {

    @TempDir
    @SuppressWarnings("NullAway.Init") // set by JUnit
    private Path folder;

    /** A script that starts this program, as the demonstration starts more processes of itself. */
    private Path launcher() throws IOException {
        List<String> command = new ArrayList<>(ProgramProcess.java());
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), "io.bellwether.cli.Main"));
        Path script = folder.resolve("bellwether");
        Files.writeString(script, "#!/bin/sh\nexec '" + String.join("' '", command) + "' \"$@\"\n");
        Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwx------"));
        return script;
    }

    @Test
    @Tag("long")
    void chapter_ofEtcd_losesNoAcknowledgedWrite() throws IOException, InterruptedException {
        Map<String, String> environment = Map.of("JDK_JAVA_OPTIONS", "-Dbellwether.launcher=" + launcher());
        try (ProgramProcess demo = ProgramProcess.start(environment, "demo", "--fast", "--chapter=etcd")) {
            try {
                demo.awaitLine("A machine is killed, and its disk is wiped");
                demo.awaitLine("is another member");
                demo.awaitLine("Grown from three to five");
                demo.awaitLine("became voters");
                assertThat(demo.awaitLine("no lost acknowledged write")).contains("writes", "holds");
                assertThat(demo.awaitExit()).isZero();
            } finally {
                // Told to end, it ends the machines that it started; where all went well it has ended already.
                ProcessHandle.of(demo.pid()).ifPresent(ProcessHandle::destroy);
                int unused = demo.awaitExit();
            }
        }
    }
}
