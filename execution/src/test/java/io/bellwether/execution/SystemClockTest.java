package io.bellwether.execution;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

final class SystemClockTest {

    @Test
    void nanos_millionReads_neverGoBack() {
        SystemClock clock = new SystemClock();
        long previous = clock.nanos();
        for (int count = 0; count < 1_000_000; count++) {
            long now = clock.nanos();
            assertThat(now - previous).isNotNegative();
            previous = now;
        }
    }

    @Test
    void nanos_besideNanoTime_advanceAtTheSameRate() {
        SystemClock clock = new SystemClock();
        long clockStart = clock.nanos();
        long start = System.nanoTime();
        long elapsed = 0;
        while (elapsed < TimeUnit.MILLISECONDS.toNanos(30)) {
            elapsed = System.nanoTime() - start;
        }
        long counted = clock.nanos() - clockStart;
        // A suspend during the test would make it count more, never less.
        assertThat(counted).isGreaterThanOrEqualTo(elapsed - TimeUnit.MILLISECONDS.toNanos(11));
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void source_onLinux_countsSuspend() {
        assertThat(new SystemClock().source())
                .isEqualTo(Runtime.version().feature() >= 22 ? "CLOCK_BOOTTIME" : "/proc/uptime");
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void kernelBootTime_besideProcUptime_tellsTheSameMoment() throws IOException {
        SystemClock clock = new SystemClock();
        String uptime = Files.readString(UptimeFile.PROC_UPTIME);
        double seconds = Double.parseDouble(uptime.substring(0, uptime.indexOf(' ')));
        if (clock.source().equals("CLOCK_BOOTTIME")) {
            assertThat(clock.nanos() / 1e9 - seconds).isBetween(-0.01, 5.0);
        } else {
            assertThat(clock.nanos()).isNotNegative();
        }
    }

    @Test
    void uptimeFile_uptimeJumps_countsTheSuspend(@TempDir Path directory) throws IOException {
        Path file = Files.writeString(directory.resolve("uptime"), "100.00 7.00\n");
        UptimeFile source = UptimeFile.open(file).orElseThrow();
        Files.writeString(file, "160.25 7.00\n");
        long nanos = source.nanos();
        assertThat(Duration.ofNanos(nanos)).isBetween(Duration.ofMillis(60_250), Duration.ofMillis(60_250 + 10_000));
    }

    @Test
    void uptimeFile_damagedLater_goesOnFromWhatItSaw(@TempDir Path directory) throws IOException {
        Path file = Files.writeString(directory.resolve("uptime"), "100.00 7.00\n");
        UptimeFile source = UptimeFile.open(file).orElseThrow();
        Files.writeString(file, "160.00 7.00\n");
        long before = source.nanos();
        Files.writeString(file, "x");
        assertThat(source.nanos()).isGreaterThanOrEqualTo(before);
    }

    @Test
    void uptimeFile_notANumber_isNoSource(@TempDir Path directory) throws IOException {
        assertThat(UptimeFile.open(Files.writeString(directory.resolve("uptime"), "soon")))
                .isEmpty();
        assertThat(UptimeFile.open(directory.resolve("absent"))).isEmpty();
    }
}
