package io.bellwether.tests.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellwether.tests.program.ProgramProcess;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Handovers between one of ours and one of theirs, in both directions, on one Lease. */
final class Handovers {

    private static final Duration LEASE = Duration.ofSeconds(5);
    private static final String THEIRS = "theirs";
    private static final String OURS = "ours";

    private final FleetScene scene;
    private final Library library;
    private final String lease;
    private final Elector.Timing timing;

    Handovers(FleetScene scene, Library library, String lease) {
        this.scene = scene;
        this.library = library;
        this.lease = lease;
        this.timing = Elector.Timing.of(LEASE, library);
    }

    /**
     * Scenarios 45 and 46: they lead and are killed, we follow after their lease; they come back and follow us; we
     * release, they follow; they end in order, {@code bellwether elect} follows.
     *
     * @param released what they leave when they end
     */
    void play(ReleaseOfTheirs released) throws IOException, InterruptedException {
        try (History<LeaseVersion> history = scene.leaseHistory(lease)) {
            Elector ours = followedByUs(history);
            Elector theirs = backAndFollowing();
            ours.signal("TERM");
            assertThat(ours.awaitExit()).isZero();
            LeaseVersion free =
                    history.await("our release", version -> version.holder().isEmpty());
            assertThat(free.durationSeconds()).isEqualTo(1);
            Elector.Said unused = theirs.await("started");
            LeaseVersion taken = acquired(history, THEIRS);
            assertThat(taken.transitions()).isEqualTo(free.transitions() + 1);

            electFollows(history, theirs, released);
            assertThat(LeaseVersion.problems(history.versions())).isEmpty();
        }
    }

    /** What a library leaves in the Lease when it ends in order. */
    @FunctionalInterface
    interface ReleaseOfTheirs {
        void check(LeaseVersion before, LeaseVersion after);
    }

    private Elector followedByUs(History<LeaseVersion> history) throws IOException, InterruptedException {
        long begun = System.nanoTime();
        Elector theirs = scene.start(library, lease, THEIRS, timing);
        Elector.Said started = theirs.await("started");
        assertThat(started.number(0)).as("one clock for all processes").isBetween(begun, System.nanoTime());
        LeaseVersion first = acquired(history, THEIRS);
        assertThat(first.transitions()).isZero();

        Elector ours = scene.start(Library.OURS, lease, OURS, timing);
        Elector.Said unused = ours.await("observed", List.of(THEIRS));
        theirs.signal("KILL");
        Elector.Said follows = ours.await("started");
        LeaseVersion taken = acquired(history, OURS);
        LeaseVersion last = history.before().orElseThrow();
        assertThat(Duration.between(
                        last.renewed().orElseThrow(), taken.acquired().orElseThrow()))
                .as("their last renewal and our acquisition, by the clock of this machine: " + follows)
                .isGreaterThanOrEqualTo(LEASE);
        assertThat(taken.transitions()).isEqualTo(last.transitions() + 1);
        assertThat(taken.token()).isGreaterThan(last.token());
        return ours;
    }

    private Elector backAndFollowing() throws IOException, InterruptedException {
        Elector theirs = scene.start(library, lease, THEIRS, timing);
        Elector.Said unused = theirs.await("observed", List.of(OURS));
        return theirs;
    }

    private void electFollows(History<LeaseVersion> history, Elector theirs, ReleaseOfTheirs released)
            throws IOException, InterruptedException {
        try (ProgramProcess elect = ProgramProcess.start(
                Map.of(),
                "elect",
                "--lease=default/" + lease,
                "--kubeconfig=" + scene.kubeconfig(),
                "--identity=elect",
                "--lease-duration=" + LEASE.toSeconds() + "s",
                "--",
                "sh",
                "-c",
                "echo leads $ELECT_FENCING_TOKEN; exec sleep 600")) {
            String unused = elect.awaitLine("a candidate for");
            // Right after a renewal, so that none is under way: not every library can then release.
            history.catchUp();
            LeaseVersion renewed =
                    history.await("their renewal", version -> version.holder().equals(THEIRS));
            theirs.signal("TERM");
            Elector.Said stopped = theirs.await("stopped");
            assertThat(stopped.words()).contains(lease);
            assertThat(theirs.awaitExit()).isZero();
            String leads = elect.awaitLine("leads ");
            LeaseVersion taken = acquired(history, "elect");
            assertThat(leads).isEqualTo("leads " + taken.token());
            released.check(renewed, history.before().orElseThrow());
        }
    }

    private static LeaseVersion acquired(History<LeaseVersion> history, String holder) throws InterruptedException {
        return history.await(
                "acquired by " + holder, version -> version.holder().equals(holder));
    }
}
