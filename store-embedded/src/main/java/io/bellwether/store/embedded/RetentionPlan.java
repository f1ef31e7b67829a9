package io.bellwether.store.embedded;

import io.bellwether.store.Revision;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Which files nobody needs any more.
 *
 * <p>History from the compacted revision on needs the newest base that is not after it, and the log behind that base.
 */
record RetentionPlan(List<LogFile> files, List<Base> bases) {

    /** Decides from the lists, oldest first; the newest file of the log is never given up. */
    static RetentionPlan plan(List<LogFile> files, List<Base> bases, Revision compacted) {
        Optional<Base> needed = bases.stream()
                .filter(base -> base.revision().compareTo(compacted) <= 0)
                .max(Comparator.comparing(Base::revision));
        if (needed.isEmpty()) {
            return new RetentionPlan(List.of(), List.of());
        }
        Revision from = needed.get().revision();
        List<LogFile> idle = new ArrayList<>();
        for (int index = 0; index + 1 < files.size(); index++) {
            Revision last = new Revision(files.get(index + 1).first().value() - 1);
            if (last.compareTo(from) <= 0) {
                idle.add(files.get(index));
            }
        }
        List<Base> older = bases.stream()
                .filter(base -> base.revision().compareTo(from) < 0)
                .toList();
        return new RetentionPlan(idle, older);
    }
}
