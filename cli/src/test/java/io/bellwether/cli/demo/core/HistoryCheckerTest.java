package io.bellwether.cli.demo.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellwether.cli.demo.core.ServerEntry.Leased;
import io.bellwether.cli.demo.core.ServerEntry.Written;
import io.bellwether.cli.demo.core.WorkerEntry.Acknowledged;
import io.bellwether.cli.demo.core.WorkerEntry.Believed;
import io.bellwether.cli.demo.core.WorkerEntry.FencedOut;
import io.bellwether.cli.demo.core.WorkerEntry.Started;
import io.bellwether.cli.demo.core.WorkerEntry.Unanswered;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

final class HistoryCheckerTest {

    /** Two terms in order, a late write of the first refused. */
    private static final List<WorkerEntry> WORKERS = List.of(
            new Believed(10, 1),
            new Acknowledged(11, 1, 1, 5),
            new Believed(20, 1),
            new Believed(30, 3),
            new Acknowledged(31, 3, 1, 9),
            new FencedOut(40, 1, 2));

    private static final List<ServerEntry> SERVER = List.of(
            new Leased(4, 9, "a", 1),
            new Written(5, 11, 1, 1),
            new Leased(7, 21, "", 2),
            new Leased(8, 22, "b", 3),
            new Written(9, 31, 3, 1));

    private static final History GOOD = new History(WORKERS, SERVER, List.of(), Set.of("x"), Set.of("x", "y"));

    @Test
    void findAll_inGoodHistory_findsNothing() {
        assertThat(HistoryChecker.findOverlaps(GOOD)).isEmpty();
        assertThat(HistoryChecker.findFallingTokens(GOOD)).isEmpty();
        assertThat(HistoryChecker.findDeposedWrites(GOOD)).isEmpty();
        assertThat(HistoryChecker.findLostWrites(GOOD)).isEmpty();
    }

    @Test
    void findOverlaps_ofLeaderThatBelievesTooLong_namesBothTokens() {
        History history = with(new Believed(30, 1));

        assertThat(HistoryChecker.findOverlaps(history))
                .singleElement()
                .asString()
                .contains("tokens 1 and 3");
    }

    @Test
    void findFallingTokens_ofTokenThatGoesBack_findsIt() {
        History history = with(new Leased(10, 40, "a", 2));

        assertThat(HistoryChecker.findFallingTokens(history))
                .containsExactly("at revision 10 the token fell from 3 to 2");
    }

    @Test
    void findDeposedWrites_ofLateWriteThatWasAccepted_findsIt() {
        History history = with(new Written(10, 41, 1, 2));

        assertThat(HistoryChecker.findDeposedWrites(history))
                .containsExactly("at revision 10 a write of token 1 was accepted while the token was 3");
    }

    @Test
    void findLostWrites_ofAcknowledgedWriteWithoutTrace_findsIt() {
        History history = with(new Acknowledged(50, 3, 2, 11));

        assertThat(HistoryChecker.findLostWrites(history))
                .singleElement()
                .asString()
                .contains("write 2 of token 3");
    }

    @Test
    void findLostWrites_ofWriteAppliedTwice_findsIt() {
        History history = with(new Written(10, 41, 3, 1));

        assertThat(HistoryChecker.findLostWrites(history)).anyMatch(line -> line.contains("applied twice"));
    }

    @Test
    void findLostWrites_ofObjectThatIsGone_findsIt() {
        History history = new History(WORKERS, SERVER, List.of(), Set.of("x", "z"), Set.of("x"));

        assertThat(HistoryChecker.findLostWrites(history))
                .containsExactly("object z was acknowledged and is gone after the restart");
    }

    @Test
    void findLostWrites_ofWriteInGap_acceptsItOnlyBeforeTheStateReadAfterwards() {
        List<WorkerEntry> workers = List.of(new Acknowledged(50, 3, 2, 12), new Acknowledged(51, 3, 4, 16));
        List<ServerEntry> server = List.of(new Written(15, 60, 3, 3));
        List<Gap> gaps = List.of(new Gap(Written.class, 9, 15));

        History history = new History(workers, server, gaps, Set.of(), Set.of());

        assertThat(HistoryChecker.findLostWrites(history))
                .singleElement()
                .asString()
                .contains("write 4 of token 3");
    }

    @Test
    void findDeposedWrites_inGapOfTheLease_judgesOnlyWhatIsKnown() {
        List<ServerEntry> server = List.of(
                new Leased(4, 1, "a", 1), new Written(6, 2, 2, 1), new Leased(8, 3, "b", 2), new Written(9, 4, 1, 2));
        List<Gap> gaps = List.of(new Gap(Leased.class, 4, 8));

        History history = new History(List.of(), server, gaps, Set.of(), Set.of());

        assertThat(HistoryChecker.findDeposedWrites(history))
                .singleElement()
                .asString()
                .contains("revision 9");
    }

    static List<WorkerEntry> entries() {
        return List.of(
                new Started(1, 2, 3, "a"),
                new Believed(1, 2),
                new Acknowledged(1, 2, 3, 4),
                new FencedOut(1, 2, 3),
                new Unanswered(1, 2, 3));
    }

    @ParameterizedTest
    @MethodSource("entries")
    void parse_ofItsOwnLine_isTheEntry(WorkerEntry entry) {
        assertThat(WorkerEntry.parse(entry.line())).contains(entry);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "believed 1", "acknowledged 1 2 3", "acknow", "believed x 2"})
    void parse_ofTornLine_isEmpty(String line) {
        assertThat(WorkerEntry.parse(line)).isEmpty();
    }

    private static History with(WorkerEntry more) {
        List<WorkerEntry> workers = new java.util.ArrayList<>(WORKERS);
        workers.add(more);
        return new History(workers, SERVER, List.of(), Set.of(), Set.of());
    }

    private static History with(ServerEntry more) {
        List<ServerEntry> server = new java.util.ArrayList<>(SERVER);
        server.add(more);
        return new History(WORKERS, server, List.of(), Set.of(), Set.of());
    }
}
