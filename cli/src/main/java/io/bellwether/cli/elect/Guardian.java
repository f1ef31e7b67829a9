package io.bellwether.cli.elect;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A shell that outlives this program by the moment it takes to kill the command's process group (G-P2).
 *
 * <p>It lives in a session of its own, ignores the signals that a terminal or a service manager sends to us, and waits
 * on a pipe. What we write is what it does; the end of the pipe means that we are gone, however that happened, and then
 * it kills the group it was told of and removes our folder. It sends the group's other signals as well: a shell's
 * built-in kill takes a fraction of a millisecond and no new process.
 *
 * <p>A death signal (PR_SET_PDEATHSIG) would not do: it follows the thread that created the process and spares
 * grandchildren.
 *
 * <p>Threads: safe from any thread; the lock keeps lines whole. Writing a line of a few bytes to a pipe does not block.
 */
final class Guardian implements AutoCloseable {

    private static final String SCRIPT = """
            trap '' HUP INT QUIT TERM
            group=
            while read -r word rest; do
              case $word in
                guard) group=$rest ;;
                forget) group= ;;
                *) kill -s "$word" -- "-$rest" 2>/dev/null ;;
              esac
            done
            if [ -n "$group" ]; then kill -s KILL -- "-$group" 2>/dev/null; fi
            for gate in "$1"/gate-*; do
              mv "$gate" "$1/shut" 2>/dev/null && : <>"$1/shut"
            done
            rm -rf "$1"
            """;

    private final Process process;
    private final OutputStream orders;
    private final ReentrantLock lock = new ReentrantLock();

    private Guardian(Process process) {
        this.process = process;
        this.orders = process.getOutputStream();
    }

    /** @param folder of this program's run; removed when the guardian ends */
    static Guardian start(Path folder) throws IOException {
        Process process = new ProcessBuilder("setsid", "sh", "-c", SCRIPT, "bellwether-guardian", folder.toString())
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        return new Guardian(process);
    }

    /** From now on this group dies with us. */
    void guard(long group) throws IOException {
        order("guard " + group);
    }

    /** The group is empty: its number may be given to others. */
    void forget() throws IOException {
        order("forget");
    }

    /**
     * Sends a signal, by its name without SIG, to all processes of the group; with a shell of its own when the guardian
     * is gone.
     */
    void signal(String name, long group) throws IOException {
        try {
            order(name + " " + group);
        } catch (IOException guardianGone) {
            Process unused = new ProcessBuilder(
                            "sh", "-c", "kill -s \"$1\" -- \"-$2\"", "kill", name, Long.toString(group))
                    .start();
        }
    }

    /** Completes when the guardian itself has ended: then nobody guards. */
    CompletionStage<Process> ended() {
        return process.onExit();
    }

    /** Whether it still guards. */
    boolean isAlive() {
        return process.isAlive();
    }

    /** Ends it; it kills what it still guards. */
    @Override
    public void close() {
        try {
            orders.close();
        } catch (IOException guardianGone) {
            // Nothing is left to end; that it had gone was told by ended().
            return;
        }
    }

    private void order(String line) throws IOException {
        byte[] bytes = (line + "\n").getBytes(StandardCharsets.US_ASCII);
        lock.lock();
        try {
            orders.write(bytes);
            orders.flush();
        } finally {
            lock.unlock();
        }
    }
}
