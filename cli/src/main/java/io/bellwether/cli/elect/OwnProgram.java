package io.bellwether.cli.elect;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** How this very program was started: the Java runtime, its options, the class path and the class. */
final class OwnProgram {

    private static final String MAIN = "io.bellwether.cli.Main";

    private OwnProgram() {}

    /**
     * What, followed by a command and its arguments, runs this program once more.
     *
     * <p>Errors: IOException when the kernel does not tell. (The runtime's own answer is cut at 4096 bytes, which a
     * class path exceeds.)
     */
    static List<String> commandLine() throws IOException {
        String line = Files.readString(Path.of("/proc/self/cmdline"), StandardCharsets.UTF_8);
        List<String> words = List.of(line.split("\0", -1));
        int main = words.indexOf(MAIN);
        if (main < 0) {
            throw new IOException("this program was not started as " + MAIN);
        }
        return words.subList(0, main + 1);
    }
}
