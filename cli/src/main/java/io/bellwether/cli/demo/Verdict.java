package io.bellwether.cli.demo;

import io.bellwether.cli.demo.core.History;
import io.bellwether.cli.demo.core.HistoryChecker;
import io.bellwether.cli.demo.core.ServerEntry;
import io.bellwether.cli.demo.core.WorkerEntry;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** Collects the history and says what holds. */
record Verdict(Recorder recorder, Journals journals, Narrator narrator, Patience patience) {

    /** Tells the checks and the summary; answers whether all of them hold. */
    boolean judge(Set<String> acknowledged, Set<String> present) {
        narrator.say("checking the history");
        List<WorkerEntry> workers = journals.entries();
        awaitRecord(workers);
        History history = new History(workers, recorder.entries(), recorder.gaps(), acknowledged, present);
        List<String> overlaps = HistoryChecker.findOverlaps(history);
        List<String> tokens = HistoryChecker.findFallingTokens(history);
        List<String> deposed = HistoryChecker.findDeposedWrites(history);
        List<String> lost = HistoryChecker.findLostWrites(history);
        narrator.check("never two valid leaders", terms(history) + " terms", overlaps);
        narrator.check(
                "tokens only grow", history.server(ServerEntry.Leased.class).size() + " changes", tokens);
        narrator.check(
                "no accepted write from a deposed leader",
                history.server(ServerEntry.Written.class).size() + " writes",
                deposed);
        narrator.check(
                "no lost acknowledged write",
                (history.workers(WorkerEntry.Acknowledged.class).size() + acknowledged.size()) + " writes",
                lost);
        narrator.summarize();
        return Stream.of(overlaps, tokens, deposed, lost).allMatch(List::isEmpty);
    }

    /** Waits until the record reaches as far as the journals that are to be compared with it. */
    private void awaitRecord(List<WorkerEntry> workers) {
        long last = workers.stream()
                .filter(WorkerEntry.Acknowledged.class::isInstance)
                .mapToLong(entry -> ((WorkerEntry.Acknowledged) entry).revision())
                .max()
                .orElse(0);
        patience.until(
                "the record to reach revision " + last,
                () -> reaches(ServerEntry.Written.class, last) && reaches(ServerEntry.Leased.class, last));
    }

    /** Each kind comes through a watch of its own; the Lease is renewed all the time. */
    private boolean reaches(Class<? extends ServerEntry> type, long revision) {
        return recorder.entries().stream().anyMatch(entry -> type.isInstance(entry) && entry.revision() >= revision);
    }

    private static long terms(History history) {
        return history.workers(WorkerEntry.Believed.class).stream()
                .map(WorkerEntry::token)
                .distinct()
                .count();
    }
}
