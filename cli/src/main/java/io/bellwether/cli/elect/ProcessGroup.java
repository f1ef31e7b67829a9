package io.bellwether.cli.elect;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Whether processes of a group live, as the kernel lists them: also grandchildren whose parents are gone. A process
 * counts when the group or the session is the one asked for; a zombie does not: it executes nothing any more.
 */
final class ProcessGroup {

    private static final Path PROC = Path.of("/proc");
    private static final int STATE = 0;
    private static final int GROUP = 2;
    private static final int SESSION = 3;

    private ProcessGroup() {}

    /** Errors: IOException when the list cannot be read; whoever asks must then assume that the group lives. */
    static boolean isEmpty(long group) throws IOException {
        String id = Long.toString(group);
        try (DirectoryStream<Path> processes = Files.newDirectoryStream(PROC, "[0-9]*")) {
            for (Path process : processes) {
                if (isLivingMember(process, id)) {
                    return false;
                }
            }
        }
        return true;
    }

    /**
     * The line of a process is: pid, (name), state, parent, group, session, …; the name may hold spaces and
     * parentheses.
     */
    private static boolean isLivingMember(Path process, String id) {
        String line;
        try {
            line = Files.readString(process.resolve("stat"), StandardCharsets.ISO_8859_1);
        } catch (IOException gone) {
            return false;
        }
        String[] fields = line.substring(line.lastIndexOf(')') + 2).split(" ", SESSION + 2);
        boolean isMember = fields[GROUP].equals(id) || fields[SESSION].equals(id);
        return isMember && !fields[STATE].equals("Z") && !fields[STATE].equals("X");
    }
}
