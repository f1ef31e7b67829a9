package io.bellwether.execution;

import java.time.Instant;

/**
 * The clock of this machine: monotonic, and it goes on counting while the machine is suspended.
 *
 * <p>Units and limits: on Linux the kernel's boot-time clock, which includes suspend, unlike {@link System#nanoTime};
 * called through the foreign-function API on JDK 22 and newer (tens of nanoseconds), read from {@code /proc/uptime} on
 * JDK 21 (10 ms steps, about two microseconds). Elsewhere {@link System#nanoTime}. A virtual machine whose processors
 * are frozen by its hypervisor stops every one of these clocks: only fencing helps there.
 *
 * <p>Threads: safe from any thread; takes no lock that is held across I/O on JDK 22 and newer.
 *
 * <p>Errors: never throws; a source that fails is left for the next one.
 */
public final class SystemClock implements Clock {

    private final BootTime bootTime;

    /** Chooses the best source that this JVM and operating system offer. */
    public SystemClock() {
        this.bootTime = BootTime.best();
    }

    @Override
    public long nanos() {
        return bootTime.nanos();
    }

    @Override
    public Instant wallTime() {
        return Instant.now();
    }

    /** Names the source in use, for logs and {@code --version}-like output. */
    public String source() {
        return bootTime.name();
    }
}
