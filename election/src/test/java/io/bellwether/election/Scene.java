package io.bellwether.election;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellwether.election.core.EndReason;
import io.bellwether.election.core.LockDraft;
import io.bellwether.election.core.LockRecord;
import io.bellwether.election.core.LockSnapshot;
import io.bellwether.election.core.Notice;
import io.bellwether.execution.Machine;
import io.bellwether.execution.Randomness;
import io.bellwether.execution.sim.SimClock;
import io.bellwether.execution.sim.SimNetwork;
import io.bellwether.execution.sim.SimProcess;
import io.bellwether.execution.sim.SimWorld;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * A few candidates, one server and one thing that happens, in virtual time: the stage of the scenarios. A term that
 * begins while another candidate's is valid fails the test, unless it is what the test is about.
 */
final class Scene {

    static final String SERVER = SimServer.NAME;

    final SimWorld world;
    final SimNetwork network;
    final LockRegister register = new LockRegister();
    final SimServer server;
    final List<Actor> actors = new ArrayList<>();
    final List<Commit> commits = new ArrayList<>();
    private final Overlap overlap;
    private String violation = "";
    private long greatestToken = Long.MIN_VALUE;
    int conflicts;
    int terms;

    Scene(long seed) {
        this(seed, Overlap.FORBIDDEN);
    }

    /** Whether two may believe to lead at once. */
    enum Overlap {
        FORBIDDEN,
        /** Beyond all that can be promised: fences alone protect then. */
        POSSIBLE
    }

    Scene(long seed, Overlap overlap) {
        this.overlap = overlap;
        this.world = new SimWorld(seed);
        this.network = new SimNetwork(world, SimNetwork.Quality.GOOD);
        this.server = new SimServer(world, network, register, new SimServer.CommitListener() {
            @Override
            public void committed(
                    SimProcess writer, Optional<LockSnapshot> before, LockDraft draft, LockSnapshot after) {
                commits.add(new Commit(world.now(), writer.name(), draft));
            }

            @Override
            public void conflicted(SimProcess writer, long sentAt) {
                conflicts++;
            }
        });
    }

    /** A write that took effect. */
    record Commit(long atNanos, String writer, LockDraft draft) {}

    /** Something that a listener heard, at a true time. */
    record Event(long atNanos, String what) {}

    Actor join(String name) {
        return join(name, UnaryOperator.identity());
    }

    Actor join(String name, UnaryOperator<ElectionOptions> change) {
        Actor actor = new Actor(name, change);
        actors.add(actor);
        actor.election.start();
        return actor;
    }

    void run(Duration time) {
        world.runUntil(world.now() + time.toNanos());
        assertThat(violation).isEmpty();
    }

    /** Runs until somebody leads, and says who. */
    Actor awaitLeader() {
        for (int step = 0; step < 1_000; step++) {
            Optional<Actor> leader = actors.stream().filter(Actor::leads).findFirst();
            if (leader.isPresent()) {
                return leader.get();
            }
            run(Duration.ofMillis(50));
        }
        throw new AssertionError("nobody leads after 50 s");
    }

    LockRecord record() {
        return register.current().orElseThrow().record();
    }

    /** Nothing of it gets through, in either direction. */
    void cutOff(Actor actor) {
        network.block(actor.name, SERVER);
        network.block(SERVER, actor.name);
    }

    /** Somebody who takes part, on a machine of its own. */
    final class Actor {

        final String name;
        final SimProcess process;
        final LeaderElection election;
        final List<Event> events = new ArrayList<>();
        final List<Leadership> terms = new ArrayList<>();
        final List<Notice> notices = new ArrayList<>();
        int requests;

        Actor(String name, UnaryOperator<ElectionOptions> change) {
            this.name = name;
            this.process = new SimProcess(world, name, new SimClock(world, 0, 0));
            Machine machine = new Machine(
                    process.clock(),
                    process.scheduler(),
                    process,
                    Randomness.seeded(world.random().nextLong()));
            ElectionOptions options = ElectionOptions.candidate(name).withListener(listener());
            this.election =
                    new LeaderElection(server.lockFor(process, () -> requests++), machine, change.apply(options));
        }

        boolean leads() {
            return process.isAlive() && election.current().isPresent();
        }

        Leadership term() {
            return terms.getLast();
        }

        /** What the listener heard, without the times. */
        List<String> heard() {
            return events.stream().map(Event::what).toList();
        }

        /** When it last heard this. */
        Duration heardAt(String what) {
            return Duration.ofNanos(events.stream()
                    .filter(event -> event.what().equals(what))
                    .mapToLong(Event::atNanos)
                    .max()
                    .orElseThrow(() -> new AssertionError(name + " has not heard \"" + what + "\" but " + events)));
        }

        private void hear(String what) {
            events.add(new Event(world.now(), what));
        }

        private ElectionListener listener() {
            return new ElectionListener() {
                @Override
                public void onStarted(Leadership leadership) {
                    boolean alone = actors.stream().noneMatch(other -> other != Actor.this && other.leads());
                    if (!alone && overlap == Overlap.FORBIDDEN) {
                        violation = name + " begins to lead while another one leads: " + actors;
                    }
                    long token = leadership.fencingToken().value();
                    if (token <= greatestToken) {
                        violation = name + " begins under token " + token + " after " + greatestToken;
                    }
                    greatestToken = token;
                    Scene.this.terms++;
                    terms.add(leadership);
                    hear("started");
                }

                @Override
                public void onJeopardy(Leadership leadership) {
                    hear("jeopardy");
                }

                @Override
                public void onSafe(Leadership leadership) {
                    hear("safe");
                }

                @Override
                public void onStopped(Leadership leadership, EndReason reason) {
                    hear("stopped " + reason);
                }

                @Override
                public void onLeaderChanged(Optional<String> holder) {
                    hear("sees " + holder.orElse("nobody"));
                }

                @Override
                public void onNotice(Notice notice) {
                    notices.add(notice);
                }
            };
        }

        @Override
        public String toString() {
            return name + " " + events;
        }
    }
}
