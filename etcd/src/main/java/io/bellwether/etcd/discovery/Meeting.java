package io.bellwether.etcd.discovery;

import io.bellwether.etcd.core.ClusterId;
import io.bellwether.etcd.core.Formation;
import io.bellwether.etcd.core.NodeId;
import io.bellwether.etcd.core.Registration.Standing;
import io.bellwether.etcd.core.Seat;
import io.bellwether.execution.Clock;
import io.bellwether.store.Bytes;
import io.bellwether.store.Compare;
import io.bellwether.store.Key;
import io.bellwether.store.KeyValue;
import io.bellwether.store.Operation;
import io.bellwether.store.Revision;
import io.bellwether.store.Store;
import io.bellwether.store.Txn;
import io.bellwether.store.TxnResult;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import tools.jackson.databind.JsonNode;

/**
 * The meeting point of supervised members: their reports, and what they have agreed on.
 *
 * <p>Shape: {@code formation} is changed by compare-and-set only and goes forward only: another cluster takes the place
 * of the one that has formed only by a person's word. A report is written when it says something new; that it was heard
 * again is remembered in memory. After a restart a node that has not been heard yet is no candidate (it may be long
 * gone), but counts as silent from the restart on only (it may be well).
 *
 * <p>Threads: safe from any thread; may block on the store.
 */
final class Meeting {

    /** Nodes under a token: the most that could become members, and as many that wait. */
    static final int NODES_LIMIT = 64;

    private final Store store;
    private final Clock clock;
    private final long begun;
    private final Map<Key, Long> heard = new ConcurrentHashMap<>();

    Meeting(Store store, Clock clock) {
        this.store = store;
        this.clock = clock;
        this.begun = clock.nanos();
    }

    /** What a change came to. */
    enum Outcome {
        /** It is made, or was made before. */
        DONE,
        /** Something else was agreed on meanwhile. */
        CONFLICT,
        /** There is no such token, or stock members use it. */
        CLOSED
    }

    /** Takes a report. */
    Outcome report(String token, JsonNode json) {
        Report report = Wire.report(json, 0, Duration.ZERO);
        if (size(token).isEmpty() || store.get(Registry.key(token, "count")).isPresent()) {
            return Outcome.CLOSED;
        }
        Key key = nodeKey(token, report.registration().node());
        Bytes value = Bytes.utf8(Wire.of(report).toString());
        Optional<KeyValue> known = store.get(key);
        if (known.isEmpty() && Registry.range(store, nodes(token)).size() >= NODES_LIMIT) {
            return Outcome.CONFLICT;
        }
        if (known.filter(entry -> entry.value().equals(value)).isEmpty()) {
            Txn txn = known.map(entry -> Txn.update(entry, value)).orElseGet(() -> Txn.create(key, value));
            if (write(txn) != Outcome.DONE) {
                return Outcome.CONFLICT;
            }
        }
        heard.put(key, clock.nanos());
        return Outcome.DONE;
    }

    /** Everything that hangs there. */
    Optional<Board> board(String token) {
        return size(token).map(size -> {
            Optional<KeyValue> formation = store.get(formationKey(token));
            return new Board(
                    formation.map(Meeting::formation).orElseGet(() -> new Formation.Unclaimed(size)),
                    formation.map(entry -> entry.modRevision().value()).orElse(0L),
                    reports(token),
                    store.get(authorityKey(token)).map(entry -> entry.value().utf8()));
        });
    }

    /** The public half of the key with which everything said under the token must be signed; empty: nothing must. */
    Optional<String> publicKey(String token) {
        return store.get(Registry.key(token, "key")).map(entry -> entry.value().utf8());
    }

    /** Hangs up the sealed authority; the first one stays. */
    Outcome keep(String token, String sealed) {
        if (size(token).isEmpty()) {
            return Outcome.CLOSED;
        }
        return store.get(authorityKey(token))
                .map(known -> known.value().utf8().equals(sealed) ? Outcome.DONE : Outcome.CONFLICT)
                .orElseGet(() -> write(Txn.create(authorityKey(token), Bytes.utf8(sealed))));
    }

    private List<Report> reports(String token) {
        List<Report> reports = new ArrayList<>();
        long now = clock.nanos();
        for (KeyValue each : Registry.range(store, nodes(token))) {
            Long last = heard.get(each.key());
            Duration age = Duration.ofNanos(Math.max(0, now - (last == null ? begun : last)));
            Report report = Wire.report(
                    Wire.JSON.readTree(each.value().utf8()),
                    each.createRevision().value(),
                    age);
            if (last != null || report.registration().standing() != Standing.CANDIDATE || isLost(report)) {
                reports.add(report);
            }
        }
        return reports;
    }

    private static boolean isLost(Report report) {
        return report.registration().lost().isPresent();
    }

    /** Seats founders, while none of those seated before has begun. */
    Outcome propose(String token, List<Seat> seats, long revision) {
        Optional<Integer> size = size(token);
        Optional<KeyValue> current = store.get(formationKey(token));
        if (size.isEmpty() || store.get(Registry.key(token, "count")).isPresent()) {
            return Outcome.CLOSED;
        }
        return isRevision(current, revision)
                ? take(token, current, Agreement.propose(current.map(Meeting::formation), size.get(), seats))
                : Outcome.CONFLICT;
    }

    /** A founder says that it begins: from then on the seats are fixed. */
    Outcome begin(String token, NodeId node, long revision) {
        Optional<KeyValue> current = store.get(formationKey(token));
        Agreement agreement = Agreement.begin(current.map(Meeting::formation), node);
        // Who said so before, and was not answered, is answered now.
        return agreement instanceof Agreement.Done || isRevision(current, revision)
                ? take(token, current, agreement)
                : Outcome.CONFLICT;
    }

    /** The cluster is at work: for ever. */
    Outcome formed(String token, ClusterId cluster) {
        Optional<Integer> size = size(token);
        Optional<KeyValue> current = store.get(formationKey(token));
        return size.isPresent()
                ? take(token, current, Agreement.formed(current.map(Meeting::formation), size.get(), cluster))
                : Outcome.CLOSED;
    }

    private Outcome take(String token, Optional<KeyValue> current, Agreement agreement) {
        return switch (agreement) {
            case Agreement.Write(Formation next) -> write(token, current, next);
            case Agreement.Done done -> Outcome.DONE;
            case Agreement.Conflict conflict -> Outcome.CONFLICT;
        };
    }

    /** A person gave the cluster up and restored its data as another one. */
    Outcome restored(String token, ClusterId lost, ClusterId cluster) {
        Optional<Integer> size = size(token);
        Optional<KeyValue> current = store.get(formationKey(token));
        return size.isPresent()
                ? take(token, current, Agreement.restored(current.map(Meeting::formation), size.get(), lost, cluster))
                : Outcome.CLOSED;
    }

    private Outcome write(String token, Optional<KeyValue> current, Formation formation) {
        Bytes value = Bytes.utf8(Wire.of(formation).toString());
        Compare compare = current.map(Compare::unchanged).orElseGet(() -> Compare.absent(formationKey(token)));
        return write(new Txn(
                List.of(compare, Compare.absent(Registry.key(token, "count"))),
                List.of(new Operation.Put(formationKey(token), value))));
    }

    private Outcome write(Txn txn) {
        return switch (store.txn(txn)) {
            case TxnResult.Committed committed -> Outcome.DONE;
            case TxnResult.Failed changed -> Outcome.CONFLICT;
            case TxnResult.Unknown(String reason) -> throw Registry.unknown(reason);
        };
    }

    private static boolean isRevision(Optional<KeyValue> current, long revision) {
        return current.map(KeyValue::modRevision).orElse(Revision.NONE).value() == revision;
    }

    private static Formation formation(KeyValue entry) {
        return Wire.formation(Wire.JSON.readTree(entry.value().utf8()));
    }

    private Optional<Integer> size(String token) {
        return store.get(Registry.key(token, "size"))
                .map(entry -> Integer.parseInt(entry.value().utf8()));
    }

    private static String nodes(String token) {
        return Registry.key(token, "nodes/").value();
    }

    private static Key nodeKey(String token, NodeId node) {
        return Registry.key(token, "nodes/" + node.value());
    }

    private static Key formationKey(String token) {
        return Registry.key(token, "formation");
    }

    private static Key authorityKey(String token) {
        return Registry.key(token, "authority");
    }
}
