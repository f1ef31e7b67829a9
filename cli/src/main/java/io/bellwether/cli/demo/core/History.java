package io.bellwether.cli.demo.core;

import java.util.Comparator;
import java.util.List;
import java.util.Set;

/**
 * All that was recorded.
 *
 * @param workers the journals, in any order
 * @param server the changes of the Lease and of the workers' object; sorted by revision here
 * @param gaps what the watches missed
 * @param acknowledged names of the objects whose creation the server acknowledged before it was killed
 * @param present names of the objects that were there after its restart
 */
public record History(
        List<WorkerEntry> workers,
        List<ServerEntry> server,
        List<Gap> gaps,
        Set<String> acknowledged,
        Set<String> present) {

    public History {
        workers = List.copyOf(workers);
        server = server.stream()
                .sorted(Comparator.comparingLong(ServerEntry::revision))
                .toList();
        gaps = List.copyOf(gaps);
        acknowledged = Set.copyOf(acknowledged);
        present = Set.copyOf(present);
    }

    /** Whether a change of that kind may have happened at the revision without having been recorded. */
    boolean isUnseen(Class<? extends ServerEntry> type, long revision) {
        return gaps.stream()
                .anyMatch(gap -> gap.type().equals(type) && gap.after() < revision && revision < gap.until());
    }

    /** The entries of one kind, in their order. */
    public <T extends WorkerEntry> List<T> workers(Class<T> type) {
        return workers.stream().filter(type::isInstance).map(type::cast).toList();
    }

    /** The changes of one kind, by revision. */
    public <T extends ServerEntry> List<T> server(Class<T> type) {
        return server.stream().filter(type::isInstance).map(type::cast).toList();
    }
}
