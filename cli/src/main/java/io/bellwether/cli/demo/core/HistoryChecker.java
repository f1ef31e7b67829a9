package io.bellwether.cli.demo.core;

import io.bellwether.cli.demo.core.ServerEntry.Leased;
import io.bellwether.cli.demo.core.ServerEntry.Written;
import io.bellwether.cli.demo.core.WorkerEntry.Acknowledged;
import io.bellwether.cli.demo.core.WorkerEntry.Believed;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Judges a history: each rule answers the violations it finds, as lines for a person. */
public final class HistoryChecker {

    private HistoryChecker() {}

    /**
     * Never two valid leaders: the moments at which the workers of a token believed to lead come before all those of
     * any greater token.
     */
    public static List<String> findOverlaps(History history) {
        TreeMap<Long, Span> spans = new TreeMap<>();
        for (Believed belief : history.workers(Believed.class)) {
            spans.merge(belief.token(), new Span(belief.atNanos(), belief.atNanos()), Span::around);
        }
        List<String> violations = new ArrayList<>();
        for (Map.Entry<Long, Span> one : spans.entrySet()) {
            for (Map.Entry<Long, Span> later :
                    spans.tailMap(one.getKey(), false).entrySet()) {
                long overlapNanos = one.getValue().last() - later.getValue().first();
                if (overlapNanos >= 0) {
                    violations.add("the leaders of tokens %d and %d both were valid for %.3f ms"
                            .formatted(one.getKey(), later.getKey(), overlapNanos / 1e6));
                }
            }
        }
        return violations;
    }

    /** Tokens of the Lease never go back from one revision to the next. */
    public static List<String> findFallingTokens(History history) {
        List<String> violations = new ArrayList<>();
        long token = 0;
        for (Leased lease : history.server(Leased.class)) {
            if (lease.token() < token) {
                violations.add("at revision %d the token fell from %d to %d"
                        .formatted(lease.revision(), token, lease.token()));
            }
            token = Math.max(token, lease.token());
        }
        return violations;
    }

    /**
     * No accepted write from a deposed leader: each carries the token that the Lease had at its revision, where that is
     * known.
     */
    public static List<String> findDeposedWrites(History history) {
        List<String> violations = new ArrayList<>();
        long token = 0;
        for (ServerEntry entry : history.server()) {
            switch (entry) {
                case Leased lease -> token = lease.token();
                case Written write -> {
                    if (write.token() != token && !history.isUnseen(Leased.class, write.revision())) {
                        violations.add("at revision %d a write of token %d was accepted while the token was %d"
                                .formatted(write.revision(), write.token(), token));
                    }
                }
            }
        }
        return violations;
    }

    /**
     * No lost acknowledged write: each is in the server's history, once, and each acknowledged object is still there.
     */
    public static List<String> findLostWrites(History history) {
        Map<Write, Long> revisions = new HashMap<>();
        List<String> violations = new ArrayList<>();
        for (Written write : history.server(Written.class)) {
            Long before = revisions.put(new Write(write.token(), write.sequence()), write.revision());
            if (before != null) {
                violations.add("write %d of token %d was applied twice, at revisions %d and %d"
                        .formatted(write.sequence(), write.token(), before, write.revision()));
            }
        }
        for (Acknowledged write : history.workers(Acknowledged.class)) {
            Long revision = revisions.get(new Write(write.token(), write.sequence()));
            boolean isThere =
                    revision == null ? history.isUnseen(Written.class, write.revision()) : revision == write.revision();
            if (!isThere) {
                violations.add("write %d of token %d was acknowledged at revision %d but the server has it at %s"
                        .formatted(
                                write.sequence(),
                                write.token(),
                                write.revision(),
                                revision == null ? "none" : revision.toString()));
            }
        }
        Set<String> lost = new HashSet<>(history.acknowledged());
        lost.removeAll(history.present());
        lost.forEach(name -> violations.add("object " + name + " was acknowledged and is gone after the restart"));
        return violations;
    }

    private record Write(long token, long sequence) {}

    private record Span(long first, long last) {

        Span around(Span other) {
            return new Span(Math.min(first, other.first), Math.max(last, other.last));
        }
    }
}
