package io.bellwether.store.embedded;

import io.bellwether.store.Revision;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;

/**
 * Decides up to where history is forgotten: what is older than the age limit, and what the log has beyond its bytes.
 *
 * <p>The age is taken from samples of (time, revision), a tenth of the limit apart, so history is at most that much
 * older than the limit. Samples do not survive a restart: history then starts to age anew.
 *
 * <p>Threads: the housekeeper's.
 */
final class CompactionPolicy {

    private static final int SAMPLES_PER_AGE = 10;

    private final long ageNanos;
    private final long limitBytes;
    private final ArrayDeque<Sample> samples = new ArrayDeque<>();
    private Revision aged = Revision.NONE;

    private record Sample(long atNanos, Revision revision) {}

    CompactionPolicy(Duration age, long limitBytes) {
        this.ageNanos = age.toNanos();
        this.limitBytes = limitBytes;
    }

    /** The revision to compact to; one that is compacted already changes nothing. */
    Revision target(long nowNanos, Revision current, List<LogFile> files) {
        sample(nowNanos, current);
        while (!samples.isEmpty() && nowNanos - samples.getFirst().atNanos() >= ageNanos) {
            aged = samples.removeFirst().revision();
        }
        Revision bySize = bySize(files);
        return bySize.isAfter(aged) ? bySize : aged;
    }

    private void sample(long nowNanos, Revision current) {
        if (samples.isEmpty() || nowNanos - samples.getLast().atNanos() >= ageNanos / SAMPLES_PER_AGE) {
            samples.addLast(new Sample(nowNanos, current));
        }
    }

    private Revision bySize(List<LogFile> files) {
        long bytes = 0;
        for (int index = files.size() - 1; index > 0; index--) {
            bytes += files.get(index).sizeBytes();
            if (bytes > limitBytes) {
                return new Revision(files.get(index).first().value() - 1);
            }
        }
        return Revision.NONE;
    }
}
