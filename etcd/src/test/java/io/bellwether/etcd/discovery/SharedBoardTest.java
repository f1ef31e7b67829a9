package io.bellwether.etcd.discovery;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellwether.etcd.core.ClusterId;
import io.bellwether.etcd.core.Formation;
import io.bellwether.etcd.core.Founder;
import io.bellwether.etcd.core.Incarnation;
import io.bellwether.etcd.core.NodeId;
import io.bellwether.etcd.core.Registration;
import io.bellwether.etcd.core.Seat;
import io.bellwether.execution.sim.SimClock;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What is agreed on where the nodes write the same notes, and at several such places: G-C3, G-C6. */
final class SharedBoardTest {

    private static final ClusterId LOST = new ClusterId(5);
    private static final ClusterId NEW = new ClusterId(6);
    private static final Seat SEAT = new Seat(
            new NodeId("node-of-a"),
            new Incarnation("0123456789abcdef"),
            new Founder("a-01234567", List.of("http://a:2380")));

    private final SimClock clock = new SimClock();
    private final MapShelf first = new MapShelf();
    private final MapShelf second = new MapShelf();
    private final Discovery one = board(first);
    private final Discovery other = board(second);
    private final Discovery both = new SeveralBoards(List.of(one, other), Runnable::run);

    private Discovery board(Shelf shelf) {
        return new SharedBoard(shelf, clock, Optional.of(3));
    }

    private static Report report(String said) {
        Registration registration = new Registration(
                SEAT.node(),
                SEAT.incarnation(),
                "a",
                SEAT.member().peerUrls(),
                "",
                0,
                Registration.Standing.CANDIDATE,
                Registration.Wish.NONE,
                Optional.empty(),
                Optional.empty(),
                0,
                Duration.ZERO);
        return new Report(registration, List.of("http://a:2379"), said);
    }

    private long versionOfReport() throws IOException {
        return first.notes().stream()
                .filter(note -> note.name().startsWith("nodes/"))
                .findFirst()
                .orElseThrow()
                .version();
    }

    private static Formation formation(Discovery place) {
        return switch (place.board()) {
            case Word.Heard(Board board) -> board.formation();
            case Word.Conflict(Board board) -> board.formation();
            case Word.WrongToken wrong -> throw new AssertionError(wrong);
            case Word.Silence silence -> throw new AssertionError(silence);
        };
    }

    private static Formation formed(ClusterId cluster) {
        return new Formation.Formed(3, cluster);
    }

    /** A place that came back empty. */
    private record Empty() implements Discovery {

        private static Word unknown() {
            return new Word.WrongToken("there is no such token");
        }

        @Override
        public Ages ages() {
            return Ages.SINCE_REPORTED;
        }

        @Override
        public Word board() {
            return unknown();
        }

        @Override
        public Word report(Report report) {
            return unknown();
        }

        @Override
        public Word propose(List<Seat> seats, long revision) {
            return unknown();
        }

        @Override
        public Word begin(NodeId node, long revision) {
            return unknown();
        }

        @Override
        public Word formed(ClusterId cluster) {
            return unknown();
        }

        @Override
        public Word restored(ClusterId lost, ClusterId cluster) {
            return unknown();
        }

        @Override
        public Word keep(String sealed) {
            return unknown();
        }
    }

    /** A newcomer is not told that its token is wrong while another place knows the cluster. */
    @Test
    void first_thatCameBackEmpty_isSilentWhereAnotherKnowsTheCluster() {
        Discovery places = new SeveralBoards(List.of(new Empty(), other), Runnable::run);
        assertThat(places.board()).isInstanceOf(Word.WrongToken.class);
        assertThat(other.formed(NEW)).isInstanceOf(Word.Heard.class);

        assertThat(formation(places)).isEqualTo(formed(NEW));
        assertThat(places.propose(List.of(SEAT), 1)).isInstanceOf(Word.WrongToken.class);
    }

    /** However often a node looks, it writes when it has something to say, or has said nothing for a while. */
    @Test
    void report_thatSaysNothingNew_isWrittenNowAndThen() throws IOException {
        assertThat(one.report(report("first"))).isInstanceOf(Word.Heard.class);
        long written = versionOfReport();

        clock.advance(Duration.ofMillis(499));
        assertThat(one.report(report("first"))).isInstanceOf(Word.Heard.class);
        assertThat(versionOfReport()).isEqualTo(written);
        assertThat(one.report(report("second"))).isInstanceOf(Word.Heard.class);
        assertThat(versionOfReport()).isGreaterThan(written);

        long second = versionOfReport();
        clock.advance(Duration.ofMillis(500));
        assertThat(one.report(report("second"))).isInstanceOf(Word.Heard.class);
        assertThat(versionOfReport()).isGreaterThan(second);
    }

    @Test
    void restored_inPlaceOfTheFormed_isTheOneFromThenOn() {
        assertThat(one.formed(LOST)).isInstanceOf(Word.Heard.class);

        assertThat(one.restored(LOST, NEW)).isInstanceOf(Word.Heard.class);
        assertThat(one.restored(LOST, NEW)).isInstanceOf(Word.Heard.class);

        assertThat(formation(one)).isEqualTo(formed(NEW));
        assertThat(one.formed(LOST)).isInstanceOf(Word.Conflict.class);
    }

    @Test
    void restored_inPlaceOfAThirdOne_isNotTaken() {
        assertThat(one.formed(new ClusterId(7))).isInstanceOf(Word.Heard.class);

        assertThat(one.restored(LOST, NEW)).isInstanceOf(Word.Conflict.class);

        assertThat(formation(one)).isEqualTo(formed(new ClusterId(7)));
    }

    /** A place that forgot everything learns that the new one exists. */
    @Test
    void restored_whereNothingIsAgreedOn_isTheOne() {
        assertThat(one.restored(LOST, NEW)).isInstanceOf(Word.Heard.class);

        assertThat(formation(one)).isEqualTo(formed(NEW));
    }

    /** They may be about to begin another one. */
    @Test
    void restored_whileFoundersAreSeated_isNotTaken() {
        assertThat(one.propose(List.of(SEAT), 0)).isInstanceOf(Word.Heard.class);

        assertThat(one.restored(LOST, NEW)).isInstanceOf(Word.Conflict.class);

        assertThat(formation(one)).isInstanceOf(Formation.Agreed.class);
    }

    @Test
    void restored_atSeveralPlaces_isHeardAtEach() {
        assertThat(both.formed(LOST)).isInstanceOf(Word.Heard.class);

        assertThat(both.restored(LOST, NEW)).isInstanceOf(Word.Heard.class);

        assertThat(List.of(formation(one), formation(other))).containsOnly(formed(NEW));
    }

    /** What is agreed on is agreed on at the first alone: without it nothing is given up. */
    @Test
    void restored_whileTheFirstIsAway_changesNothing() {
        assertThat(both.formed(LOST)).isInstanceOf(Word.Heard.class);
        first.leave();

        assertThat(both.restored(LOST, NEW)).isInstanceOf(Word.Silence.class);

        first.comeBack();
        assertThat(List.of(formation(one), formation(other))).containsOnly(formed(LOST));
    }

    /** A second place that was away meanwhile would go on to name the cluster that was given up. */
    @Test
    void board_whereAnotherPlaceMissedTheRestore_bringsItThere() {
        assertThat(both.formed(LOST)).isInstanceOf(Word.Heard.class);
        second.leave();
        assertThat(both.restored(LOST, NEW)).isInstanceOf(Word.Heard.class);
        second.comeBack();
        assertThat(formation(other)).isEqualTo(formed(LOST));

        assertThat(formation(both)).isEqualTo(formed(NEW));

        assertThat(formation(other)).isEqualTo(formed(NEW));
    }

    /** The first alone decides: what another place says does not change it. */
    @Test
    void formed_whereTheFirstNamesAnother_isAConflict() {
        assertThat(both.formed(NEW)).isInstanceOf(Word.Heard.class);

        assertThat(both.formed(LOST)).isInstanceOf(Word.Conflict.class);

        assertThat(List.of(formation(one), formation(other))).containsOnly(formed(NEW));
    }
}
