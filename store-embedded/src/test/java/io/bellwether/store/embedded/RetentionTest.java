package io.bellwether.store.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellwether.store.Revision;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is compacted when, and which files go. */
final class RetentionTest {

    private static final long MINUTE = Duration.ofMinutes(1).toNanos();

    @TempDir
    Path directory;

    private static List<LogFile> files(long... firsts) {
        List<LogFile> files = new ArrayList<>();
        for (long first : firsts) {
            files.add(new LogFile(Path.of("log-" + first), new Revision(first), 100));
        }
        return files;
    }

    private Base base(long revision) throws IOException {
        return new Base(Files.writeString(directory.resolve("base-" + revision), "x"), new Revision(revision));
    }

    @Test
    void target_historyYoungerThanTheLimit_isNone() {
        CompactionPolicy policy = new CompactionPolicy(Duration.ofMinutes(5), 1000);

        assertThat(policy.target(0, new Revision(10), files(1))).isEqualTo(Revision.NONE);
        assertThat(policy.target(4 * MINUTE, new Revision(20), files(1))).isEqualTo(Revision.NONE);
    }

    @Test
    void target_historyOlderThanTheLimit_isWhatWasCurrentThen() {
        CompactionPolicy policy = new CompactionPolicy(Duration.ofMinutes(5), 1000);
        policy.target(0, new Revision(10), files(1));
        policy.target(MINUTE, new Revision(20), files(1));

        assertThat(policy.target(5 * MINUTE, new Revision(99), files(1))).isEqualTo(new Revision(10));
        assertThat(policy.target(6 * MINUTE, new Revision(99), files(1))).isEqualTo(new Revision(20));
    }

    @Test
    void target_moreBytesThanTheLimit_cutsAtAFile() {
        CompactionPolicy policy = new CompactionPolicy(Duration.ofMinutes(5), 250);

        assertThat(policy.target(0, new Revision(50), files(1, 10, 20, 30))).isEqualTo(new Revision(9));
    }

    @Test
    void plan_noBaseBeforeTheCompactedRevision_keepsEverything() throws IOException {
        RetentionPlan plan = RetentionPlan.plan(files(1, 10, 20), List.of(base(15)), new Revision(14));

        assertThat(plan).isEqualTo(new RetentionPlan(List.of(), List.of()));
    }

    @Test
    void plan_newerBases_freesWhatTheNewestUsableOneReplaces() throws IOException {
        Base old = base(5);
        Base usable = base(15);
        Base young = base(25);
        List<LogFile> files = files(1, 10, 16, 20);

        RetentionPlan plan = RetentionPlan.plan(files, List.of(old, usable, young), new Revision(24));

        assertThat(plan).isEqualTo(new RetentionPlan(files.subList(0, 2), List.of(old)));
    }

    @Test
    void plan_newestFile_isKeptEvenWhenIdle() throws IOException {
        assertThat(RetentionPlan.plan(files(1), List.of(base(9)), new Revision(9))
                        .files())
                .isEmpty();
    }
}
