package io.bellwether.cli.elect;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A shell that outlives this program by the moment it takes to kill the command's process group, and to release the
 * Lease that its death leaves behind (G-P2).
 *
 * <p>It lives in a session of its own, ignores the signals that a terminal or a service manager sends to us, and waits
 * on a pipe. What we write is what it does; the end of the pipe means that we are gone, however that happened, and then
 * it kills the group it was told of, runs {@link ReleaseCommand} if we led, and removes our folder. It sends the
 * group's other signals as well: a shell's built-in kill takes a fraction of a millisecond and no new process.
 *
 * <p>A death signal (PR_SET_PDEATHSIG) would not do: it follows the thread that created the process and spares
 * grandchildren.
 *
 * <p>Threads: safe from any thread; the lock keeps lines whole. Writing a line of a few bytes to a pipe does not block.
 */
final class Guardian implements AutoCloseable {

    private static final String SCRIPT = """
            trap '' HUP INT QUIT TERM
            folder=$1
            shift
            group=
            instance=
            while read -r word rest; do
              case $word in
                guard) group=$rest ;;
                forget) group= ;;
                lead) instance=$rest ;;
                dismiss) instance= ;;
                *) kill -s "$word" -- "-$rest" 2>/dev/null ;;
              esac
            done
            if [ -n "$group" ]; then kill -s KILL -- "-$group" 2>/dev/null; fi
            for gate in "$folder"/gate-*; do
              mv "$gate" "$folder/shut" 2>/dev/null && : <>"$folder/shut"
            done
            if [ -n "$instance" ]; then "$@" "--instance=$instance" "--group=${group:-0}" </dev/null; fi
            rm -rf "$folder"
            """;

    private final Process process;
    private final OutputStream orders;
    private final ReentrantLock lock = new ReentrantLock();

    private Guardian(Process process) {
        this.process = process;
        this.orders = process.getOutputStream();
    }

    /**
     * Starts it.
     *
     * @param folder of this program's run; removed when the guardian ends
     * @param release what releases the Lease, but for {@code --instance} and {@code --group}
     */
    static Guardian start(Path folder, List<String> release) throws IOException {
        List<String> command =
                new ArrayList<>(List.of("setsid", "sh", "-c", SCRIPT, "bellwether-guardian", folder.toString()));
        command.addAll(release);
        Process process = new ProcessBuilder(command)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        return new Guardian(process);
    }

    /** From now on this group dies with us. */
    void guard(long group) throws IOException {
        order("guard " + group);
    }

    /** From now on our death may leave a Lease behind, whose nonces begin with that text. */
    void lead(String instance) {
        try {
            order("lead " + instance);
        } catch (IOException guardianGone) {
            // Then the Lease expires. That nobody guards is told by ended().
            return;
        }
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

    /** Ends it; it kills what it still guards, and leaves the Lease as the election has left it. */
    @Override
    public void close() {
        try {
            order("dismiss");
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
