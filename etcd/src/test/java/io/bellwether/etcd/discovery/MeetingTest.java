package io.bellwether.etcd.discovery;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellwether.etcd.core.ClusterId;
import io.bellwether.etcd.core.Formation;
import io.bellwether.etcd.core.Founder;
import io.bellwether.etcd.core.Incarnation;
import io.bellwether.etcd.core.MemberId;
import io.bellwether.etcd.core.NodeId;
import io.bellwether.etcd.core.Registration;
import io.bellwether.etcd.core.Registration.Standing;
import io.bellwether.etcd.core.Registration.Wish;
import io.bellwether.etcd.core.Seat;
import io.bellwether.etcd.discovery.Meeting.Outcome;
import io.bellwether.execution.sim.SimClock;
import io.bellwether.store.memory.MemoryStore;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What hangs at the meeting point, and how it may change: G-C3. */
final class MeetingTest {

    private static final String TOKEN = "0123456789abcdef";

    private final SimClock clock = new SimClock();
    private final MemoryStore store = new MemoryStore(Runnable::run);
    private final Registry registry = new Registry(store);
    private Meeting meeting = new Meeting(store, clock);

    @BeforeEach
    void makeToken() {
        assertThat(registry.create(TOKEN, 3)).isTrue();
    }

    private static Report report(String name, Standing standing) {
        Registration registration = new Registration(
                new NodeId(name),
                new Incarnation("incarnation-of-" + name),
                name,
                List.of("http://" + name + ":2380"),
                "west",
                2,
                standing,
                Wish.NONE,
                standing == Standing.MEMBER ? Optional.of(new MemberId(-7)) : Optional.empty(),
                Optional.empty(),
                0,
                Duration.ZERO);
        return new Report(registration, List.of("http://" + name + ":2379"), "C7 HEALTHY: all well");
    }

    private static Seat seat(String name) {
        return new Seat(
                new NodeId(name),
                new Incarnation("incarnation-of-" + name),
                new Founder(name, List.of("http://" + name + ":2380")));
    }

    private Board board() {
        return meeting.board(TOKEN).orElseThrow();
    }

    @Test
    void report_again_growsYoungAndKeepsItsOrder() {
        meeting.report(TOKEN, Wire.of(report("a", Standing.CANDIDATE)));
        meeting.report(TOKEN, Wire.of(report("b", Standing.MEMBER)));
        long order = board().reports().getFirst().registration().order();
        clock.advance(Duration.ofSeconds(9));
        meeting.report(TOKEN, Wire.of(report("a", Standing.STARTING)));

        Report first = board().reports().getFirst();
        Report second = board().reports().get(1);

        assertThat(first.registration().order()).isEqualTo(order);
        assertThat(first.registration().age()).isZero();
        assertThat(first.registration().standing()).isEqualTo(Standing.STARTING);
        assertThat(second.registration().age()).isEqualTo(Duration.ofSeconds(9));
        assertThat(second.registration().member()).contains(new MemberId(-7));
        assertThat(second.clientUrls()).containsExactly("http://b:2379");
    }

    /** After a restart a candidate may be long gone, and a member may be well: neither is taken for the other. */
    @Test
    void restart_beforeAnybodyReports_knowsMembersOnly() {
        meeting.report(TOKEN, Wire.of(report("a", Standing.CANDIDATE)));
        meeting.report(TOKEN, Wire.of(report("b", Standing.MEMBER)));
        clock.advance(Duration.ofHours(1));
        meeting = new Meeting(store, clock);

        assertThat(board().reports()).singleElement().satisfies(report -> {
            assertThat(report.registration().name()).isEqualTo("b");
            assertThat(report.registration().age()).isZero();
        });
    }

    @Test
    void proposal_basedOnWhatIsOld_isRefused() {
        assertThat(meeting.propose(TOKEN, List.of(seat("a")), 0)).isEqualTo(Outcome.DONE);
        assertThat(meeting.propose(TOKEN, List.of(seat("b")), 0)).isEqualTo(Outcome.CONFLICT);
        assertThat(meeting.propose(TOKEN, List.of(seat("b")), board().revision()))
                .isEqualTo(Outcome.DONE);
    }

    @Test
    void begin_saidAgainBecauseTheAnswerWasLost_isDone() {
        assertThat(meeting.propose(TOKEN, List.of(seat("a"), seat("b")), 0)).isEqualTo(Outcome.DONE);
        long before = board().revision();
        assertThat(meeting.begin(TOKEN, new NodeId("a"), before)).isEqualTo(Outcome.DONE);

        assertThat(meeting.begin(TOKEN, new NodeId("a"), before)).isEqualTo(Outcome.DONE);
        assertThat(meeting.begin(TOKEN, new NodeId("b"), before)).isEqualTo(Outcome.CONFLICT);
    }

    @Test
    void proposal_afterAFounderHasBegun_isRefused() {
        meeting.propose(TOKEN, List.of(seat("a"), seat("b")), 0);
        assertThat(meeting.begin(TOKEN, new NodeId("a"), board().revision())).isEqualTo(Outcome.DONE);

        assertThat(meeting.propose(TOKEN, List.of(seat("c")), board().revision()))
                .isEqualTo(Outcome.CONFLICT);
        assertThat(board().formation()).isInstanceOfSatisfying(Formation.Agreed.class, agreed -> {
            assertThat(agreed.begun()).containsExactly(new NodeId("a"));
            assertThat(agreed.seats()).containsExactly(seat("a"), seat("b"));
        });
    }

    @Test
    void formed_once_isForEver() {
        meeting.propose(TOKEN, List.of(seat("a")), 0);
        assertThat(meeting.formed(TOKEN, new ClusterId(5))).isEqualTo(Outcome.DONE);

        assertThat(meeting.formed(TOKEN, new ClusterId(5))).isEqualTo(Outcome.DONE);
        assertThat(meeting.formed(TOKEN, new ClusterId(6))).isEqualTo(Outcome.CONFLICT);
        assertThat(meeting.begin(TOKEN, new NodeId("a"), board().revision())).isEqualTo(Outcome.CONFLICT);
        assertThat(meeting.propose(TOKEN, List.of(seat("c")), board().revision()))
                .isEqualTo(Outcome.CONFLICT);
    }

    /** G-C6: only the cluster that a person gave up is given up, and only once. */
    @Test
    void restored_takesThePlaceOfTheClusterThatWasGivenUp() {
        meeting.formed(TOKEN, new ClusterId(5));

        assertThat(meeting.restored(TOKEN, new ClusterId(4), new ClusterId(6))).isEqualTo(Outcome.CONFLICT);
        assertThat(meeting.restored(TOKEN, new ClusterId(5), new ClusterId(6))).isEqualTo(Outcome.DONE);
        assertThat(meeting.restored(TOKEN, new ClusterId(5), new ClusterId(7))).isEqualTo(Outcome.CONFLICT);
        assertThat(meeting.restored(TOKEN, new ClusterId(5), new ClusterId(6))).isEqualTo(Outcome.DONE);
        assertThat(board().formation()).isEqualTo(new Formation.Formed(3, new ClusterId(6)));
    }

    @Test
    void restored_whileACredibleClusterForms_isRefused() {
        meeting.propose(TOKEN, List.of(seat("a")), 0);

        assertThat(meeting.restored(TOKEN, new ClusterId(5), new ClusterId(6))).isEqualTo(Outcome.CONFLICT);
    }

    /** A token is for stock members or for supervised ones: together they would be two clusters. */
    @Test
    void token_ofStockMembers_isClosedToSupervisedOnesAndBack() {
        registry.register(TOKEN, "ab", "a=http://a:2380");
        assertThat(meeting.report(TOKEN, Wire.of(report("a", Standing.CANDIDATE))))
                .isEqualTo(Outcome.CLOSED);
        assertThat(meeting.propose(TOKEN, List.of(seat("a")), 0)).isEqualTo(Outcome.CLOSED);

        registry.create("another-token-000", 1);
        meeting.propose("another-token-000", List.of(seat("a")), 0);
        assertThat(registry.register("another-token-000", "ab", "a=http://a:2380"))
                .isInstanceOf(Registry.Registered.Closed.class);
    }
}
