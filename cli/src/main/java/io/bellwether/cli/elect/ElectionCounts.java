package io.bellwether.cli.elect;

import io.bellwether.election.ElectionListener;
import io.bellwether.election.Leadership;
import io.bellwether.election.core.EndReason;
import io.bellwether.election.core.Notice;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What a candidate has been through, counted. Threads: the election calls the listener, anybody may look; every field
 * is volatile or atomic.
 */
final class ElectionCounts implements ElectionListener {

    private final AtomicLong begun = new AtomicLong();
    private final AtomicLong jeopardies = new AtomicLong();
    private final AtomicLong duplicates = new AtomicLong();
    private final Map<EndReason, AtomicLong> ended;
    private volatile Optional<Leadership> leadership = Optional.empty();

    ElectionCounts() {
        Map<EndReason, AtomicLong> zeros = new EnumMap<>(EndReason.class);
        for (EndReason reason : EndReason.values()) {
            zeros.put(reason, new AtomicLong());
        }
        this.ended = Collections.unmodifiableMap(zeros);
    }

    /** The running term, if it is valid at this moment. */
    Optional<Leadership> leadership() {
        return leadership.filter(Leadership::isValid);
    }

    /** Terms begun. */
    long begun() {
        return begun.get();
    }

    /** Terms ended for that reason. */
    long ended(EndReason reason) {
        return ended.getOrDefault(reason, new AtomicLong()).get();
    }

    /** Terms, or times in a term, in which renewals were missing. */
    long jeopardies() {
        return jeopardies.get();
    }

    /** How often another process was seen to use this candidate's identity. */
    long duplicates() {
        return duplicates.get();
    }

    @Override
    public void onStarted(Leadership term) {
        begun.incrementAndGet();
        leadership = Optional.of(term);
    }

    @Override
    public void onJeopardy(Leadership term) {
        jeopardies.incrementAndGet();
    }

    @Override
    public void onStopped(Leadership term, EndReason reason) {
        ended.getOrDefault(reason, new AtomicLong()).incrementAndGet();
        leadership = Optional.empty();
    }

    @Override
    public void onNotice(Notice notice) {
        if (notice instanceof Notice.DuplicateIdentity) {
            duplicates.incrementAndGet();
        }
    }
}
