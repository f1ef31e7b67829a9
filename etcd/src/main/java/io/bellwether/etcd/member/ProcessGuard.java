package io.bellwether.etcd.member;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A shell that ends the etcd process when this program is gone, however that happened: SIGTERM, so that a leader hands
 * over first, and SIGKILL ten seconds later.
 *
 * <p>It lives in a session of its own, ignores the signals that a terminal or a service manager sends to us, and waits
 * at a pipe whose end means that we are gone.
 *
 * <p>Threads: safe from any thread; a line of a few bytes into a pipe does not block.
 */
final class ProcessGuard implements AutoCloseable {

    private static final String SCRIPT = """
            trap '' HUP INT QUIT TERM
            pid=
            while read -r word rest; do
              case $word in
                guard) pid=$rest ;;
                forget) pid= ;;
              esac
            done
            [ -n "$pid" ] || exit 0
            kill -s TERM "$pid" 2>/dev/null || exit 0
            tenths=0
            while [ "$tenths" -lt 100 ]; do
              kill -s 0 "$pid" 2>/dev/null || exit 0
              sleep 0.1
              tenths=$((tenths + 1))
            done
            kill -s KILL "$pid" 2>/dev/null
            """;

    private final OutputStream orders;
    private final ReentrantLock lock = new ReentrantLock();

    private ProcessGuard(OutputStream orders) {
        this.orders = orders;
    }

    static ProcessGuard start() throws IOException {
        Process process = new ProcessBuilder("setsid", "sh", "-c", SCRIPT, "bellwether-etcd-guard")
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        return new ProcessGuard(process.getOutputStream());
    }

    /** From now on this process ends with us. */
    void guard(long pid) throws IOException {
        order("guard " + pid);
    }

    /** The process has ended: its number may be given to others. */
    void forget() throws IOException {
        order("forget");
    }

    private void order(String line) throws IOException {
        lock.lock();
        try {
            orders.write((line + "\n").getBytes(StandardCharsets.US_ASCII));
            orders.flush();
        } finally {
            lock.unlock();
        }
    }

    /** Ends the guard, and what it still guards. */
    @Override
    public void close() {
        try {
            orders.close();
        } catch (IOException gone) {
            // Then it has nothing left to end.
            return;
        }
    }
}
