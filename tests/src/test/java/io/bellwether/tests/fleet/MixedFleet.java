package io.bellwether.tests.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;

/**
 * Three of ours and three of theirs on one Lease, while leaders are killed, stopped for longer than their lease, and
 * ended in order; whoever dies is replaced. How long a mixed leadership of theirs lasts is their business; that ours
 * never overlap among themselves, and that no write under an old token is accepted, is ours.
 */
final class MixedFleet {

    private static final Duration LEASE = Duration.ofSeconds(4);
    private static final int OURS = 3;

    /** How often all faults are played, in another order each time. */
    private static final int ROUNDS = Integer.getInteger("fleet.rounds", 2);

    private enum Fault {
        /** Whoever leads is killed. */
        KILL_LEADER,
        /** Ours all stand still until one of theirs leads; then they go on where they were. */
        STOP_OURS,
        /** Whoever leads ends in order. */
        END_LEADER,
    }

    private final FleetScene scene;
    private final String lease;
    private final List<Library> theirs;
    private final History<LeaseVersion> history;
    private final History<FencedWrite> writes;
    private final List<Elector> members = new ArrayList<>();

    private MixedFleet(FleetScene scene, String lease, List<Library> theirs) throws InterruptedException {
        this.scene = scene;
        this.lease = lease;
        this.theirs = theirs;
        scene.createConfigMap(lease);
        this.history = scene.leaseHistory(lease);
        this.writes = scene.history(FleetScene.CONFIG_MAPS, lease, FencedWrite::of);
    }

    /** Plays all faults on a Lease and a ConfigMap of that name, and checks what server and candidates have seen. */
    static void play(FleetScene scene, String lease, List<Library> theirs) throws IOException, InterruptedException {
        long seed = Long.getLong("fleet.seed", System.nanoTime());
        MixedFleet fleet = new MixedFleet(scene, lease, theirs);
        try (fleet.history;
                fleet.writes) {
            for (int index = 0; index < OURS; index++) {
                fleet.join(Library.OURS);
                fleet.join(fleet.theirs.get(index));
            }
            for (Elector member : fleet.members) {
                awaitContending(member);
            }
            for (Fault fault : faults(new Random(seed))) {
                fleet.play(fault);
            }
            Elector unused = fleet.leader();
            FleetReport report = fleet.end();
            System.out.println("Mixed fleet on " + lease + ", seed " + seed + ": " + report.summary());
            report.check();
        }
    }

    private FleetReport end() throws InterruptedException {
        assertThat(members.stream().filter(Elector::isAlive))
                .as("nobody has ended who was not made to")
                .hasSize(2 * OURS);
        for (Elector member : members) {
            member.close();
        }
        history.catchUpTo(scene.revision(FleetScene.LEASES, lease), LeaseVersion::revision);
        writes.catchUpTo(scene.revision(FleetScene.CONFIG_MAPS, lease), FencedWrite::revision);
        return FleetReport.of(history.versions(), writes.versions(), members);
    }

    private static List<Fault> faults(Random random) {
        List<Fault> faults = new ArrayList<>();
        for (int round = 0; round < ROUNDS; round++) {
            List<Fault> shuffled = new ArrayList<>(List.of(Fault.values()));
            Collections.shuffle(shuffled, random);
            faults.addAll(shuffled);
        }
        return faults;
    }

    private void join(Library library) throws IOException {
        String identity = library.name().toLowerCase(Locale.ROOT) + "-" + members.size();
        members.add(scene.start(library, lease, identity, Elector.Timing.of(LEASE, library)));
    }

    /** Ours have seen the Lease; of theirs not all say so when nobody holds it. */
    private static void awaitContending(Elector member) throws InterruptedException {
        Elector.Said unused = member.await(member.library() == Library.OURS ? "observed" : "ready");
    }

    private void replace(Elector former) throws IOException, InterruptedException {
        join(former.library());
        awaitContending(members.getLast());
    }

    private void play(Fault fault) throws IOException, InterruptedException {
        switch (fault) {
            case KILL_LEADER -> {
                Elector leader = leader();
                leader.signal("KILL");
                replace(leader);
            }
            case END_LEADER -> endLeader(leader());
            case STOP_OURS -> {
                Elector deposed = leaderOfOurs();
                signalOurs("STOP");
                LeaseVersion unused = history.await(
                        "one of theirs leads",
                        version -> member(version.holder())
                                .filter(holder -> holder.library() != Library.OURS)
                                .isPresent());
                signalOurs("CONT");
                Elector.Said refused = deposed.await("refused");
                assertThat(refused.words()).hasSize(1);
            }
        }
    }

    private void endLeader(Elector leader) throws IOException, InterruptedException {
        leader.signal("TERM");
        assertThat(leader.awaitExit()).as(leader.identity()).isZero();
        replace(leader);
    }

    private Elector leaderOfOurs() throws IOException, InterruptedException {
        Elector leader = leader();
        while (leader.library() != Library.OURS) {
            endLeader(leader);
            leader = leader();
        }
        return leader;
    }

    /** Waits until somebody who is still there has renewed: then that one has noticed that it leads. */
    private Elector leader() throws InterruptedException {
        history.catchUp();
        LeaseVersion held = history.await(
                "a leader that renews",
                version -> member(version.holder()).isPresent()
                        && history.before()
                                .filter(before -> before.holder().equals(version.holder()))
                                .isPresent());
        return member(held.holder()).orElseThrow();
    }

    private Optional<Elector> member(String identity) {
        return members.stream()
                .filter(member -> member.identity().equals(identity) && member.isAlive())
                .findFirst();
    }

    private void signalOurs(String signal) throws IOException, InterruptedException {
        for (Elector member : members) {
            if (member.library() == Library.OURS && member.isAlive()) {
                member.signal(signal);
            }
        }
    }
}
