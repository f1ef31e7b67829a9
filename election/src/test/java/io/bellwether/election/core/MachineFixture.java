package io.bellwether.election.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;

/** One candidate's rules, the state that they have led to, and a store that is played by the test. */
final class MachineFixture {

    static final Identity ME = new Identity("a", "i");

    private static final long SECOND = 1_000_000_000L;
    private static final Instant WALL = Instant.parse("2026-11-21T02:09:00.123456789Z");

    private final ElectionMachine machine;
    private State state = State.initial(State.Role.CANDIDATE);
    private long revision = 10;

    MachineFixture() {
        this(Candidacy.of(ME, ElectionTiming.standard()));
    }

    MachineFixture(Candidacy candidacy) {
        this.machine = new ElectionMachine(candidacy);
    }

    State state() {
        return state;
    }

    List<Effect> step(double seconds, Input input) {
        Decision decision = machine.step(state, input, new Now((long) (seconds * SECOND), WALL, 0.5));
        state = decision.state();
        return decision.effects();
    }

    /** The id of the request in flight. */
    long pending() {
        return state.operation().orElseThrow().id();
    }

    static Effect.Write write(List<Effect> effects) {
        return only(effects, Effect.Write.class);
    }

    static EndReason ended(List<Effect> effects) {
        return only(effects, Effect.TermRevoked.class).reason();
    }

    static <T extends Effect> T only(List<Effect> effects, Class<T> type) {
        return effects.stream()
                .filter(type::isInstance)
                .map(type::cast)
                .findFirst()
                .orElseThrow(() -> new AssertionError("no " + type.getSimpleName() + " in " + effects));
    }

    /** What the store makes of a draft. */
    LockSnapshot stored(LockDraft draft) {
        return snapshot(draft.over(java.util.Optional.empty()));
    }

    LockSnapshot snapshot(LockRecord record) {
        return new LockSnapshot(LockRevision.of(++revision), "u", record, OptionalLong.empty(), "base");
    }

    LockSnapshot snapshot(String holder, long seconds, String renewTime, String nonce, long transitions) {
        return snapshot(LockRecord.of(holder, seconds, renewTime, renewTime, transitions, Marks.ofNonce(nonce)));
    }

    /** Somebody else holds it. */
    LockSnapshot foreign(String renewTime) {
        return snapshot("b", 15, renewTime, "other.1", 4);
    }

    Input found(LockSnapshot snapshot) {
        return new Input.ReadReply(pending(), new ReadResult.Found(snapshot));
    }

    Input applied(Effect.Write write) {
        return new Input.WriteReply(write.id(), new WriteResult.Applied(stored(write.draft())));
    }

    /** Leads since second 1, with a write sent then; the watch is open. */
    void lead() {
        step(0, new Input.Start());
        Effect.Write acquire = write(step(1, new Input.ReadReply(pending(), new ReadResult.Missing())));
        assertThat(step(1.5, applied(acquire))).anyMatch(Effect.TermStarted.class::isInstance);
    }
}
