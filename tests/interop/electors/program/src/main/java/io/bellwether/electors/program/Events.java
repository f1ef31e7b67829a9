package io.bellwether.electors.program;

import java.io.PrintStream;

/**
 * What happens, as lines on standard output. Moments are {@link System#nanoTime}, which on Linux is the kernel's
 * monotonic clock and therefore comparable between the processes of one machine.
 *
 * <p>Threads: safe from any thread; a line is written as a whole.
 */
public final class Events {

    private final PrintStream out;

    Events(PrintStream out) {
        this.out = out;
    }

    /** The library has said that this candidate leads. */
    public void started(String lease) {
        line("started " + System.nanoTime() + " " + lease);
    }

    /** The library has said that this candidate leads no more. */
    public void stopped(String lease) {
        line("stopped " + System.nanoTime() + " " + lease);
    }

    /** The library is about to be told to resign. */
    void releasing(String lease) {
        line("releasing " + System.nanoTime() + " " + lease);
    }

    /** The library has seen this holder; empty: nobody. */
    public void observed(String lease, String holder) {
        line(("observed " + System.nanoTime() + " " + lease + " " + holder).strip());
    }

    void ready() {
        line("ready");
    }

    private synchronized void line(String text) {
        out.println(text);
        out.flush();
    }
}
