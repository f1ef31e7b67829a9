package io.bellwether.execution;

import java.util.Optional;

/** Where elapsed time comes from. Implementations are safe from any thread, never go back and never throw. */
interface BootTime {

    /** Nanoseconds since an arbitrary origin. */
    long nanos();

    /** A short name of the source. */
    String name();

    /** The best source available: the kernel's boot-time clock, {@code /proc/uptime}, else {@link System#nanoTime}. */
    static BootTime best() {
        return first(KernelBootTime.open(), UptimeFile.open(UptimeFile.PROC_UPTIME));
    }

    private static BootTime first(Optional<? extends BootTime> kernel, Optional<? extends BootTime> file) {
        if (kernel.isPresent()) {
            return kernel.get();
        }
        return file.isPresent() ? file.get() : new Monotonic();
    }

    /** {@link System#nanoTime}: stands still while the machine is suspended. */
    record Monotonic() implements BootTime {

        @Override
        public long nanos() {
            return System.nanoTime();
        }

        @Override
        public String name() {
            return "nanoTime";
        }
    }
}
