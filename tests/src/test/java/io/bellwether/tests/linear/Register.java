package io.bellwether.tests.linear;

import java.util.Optional;
import java.util.OptionalLong;

/**
 * The model: one object, and the token of the Lease that guards it, at one moment.
 *
 * <p>Shape: what a fenced call is refused for besides its fence (409, 404) does not vouch for the fence: the server
 * looked at the token before it looked at the object, and wrote nothing (docs/fencing.md).
 *
 * @param value what the object holds; empty while it is absent
 * @param version of the object; {@link #UNSEEN} when a call without an answer wrote it and nobody saw it
 * @param newest the greatest version so far, of objects deleted since and of the Lease as well
 * @param token of the Lease; 0 before it was first taken
 */
record Register(Optional<String> value, long version, long newest, long token) {

    /** A version that no answer has ever shown. */
    static final long UNSEEN = 0;

    static final Register INITIAL = new Register(Optional.empty(), UNSEEN, 0, 0);

    /** The register after the call, which changed nothing if it is the same; empty when the call cannot end so here. */
    Optional<Register> after(Call call) {
        if (call.outcome() instanceof Outcome.Unknown(long seenVersion)) {
            return effect(call.action(), seenVersion);
        }
        return switch (call.action()) {
            case Action.Read read -> sameIf(isRead(call.outcome()));
            case Action.Create create -> created(create, call.outcome());
            case Action.Update update -> updated(update, call.outcome());
            case Action.Delete delete -> deleted(delete, call.outcome());
            case Action.HandOver handOver -> handedOver(call.outcome());
            case Action.ReadToken readToken -> sameIf(hasToken(call.outcome()));
        };
    }

    /** What a call does whose answer nobody has; empty when it has nothing to do here. */
    private Optional<Register> effect(Action action, long seenVersion) {
        return switch (action) {
            case Action.Create create ->
                written(create.value(), seenVersion).filter(next -> value.isEmpty() && admits(create.token()));
            case Action.Update update -> written(update.value(), seenVersion).filter(next -> takes(update));
            case Action.Delete delete -> absent().filter(next -> takes(delete));
            case Action.HandOver handOver -> Optional.of(new Register(value, version, newest, token + 1));
            case Action.Read read -> Optional.empty();
            case Action.ReadToken readToken -> Optional.empty();
        };
    }

    /** Whether the action can never again have an effect: versions and tokens only grow. */
    boolean rulesOut(Action action) {
        return switch (action) {
            case Action.Create create -> isPast(create.token());
            case Action.Update update -> isPast(update.token()) || isGone(update.expected());
            case Action.Delete delete -> isPast(delete.token()) || isGone(delete.expected());
            case Action.HandOver handOver -> false;
            case Action.Read read -> true;
            case Action.ReadToken readToken -> true;
        };
    }

    private boolean isPast(OptionalLong fence) {
        return fence.isPresent() && fence.getAsLong() < token;
    }

    private boolean isGone(OptionalLong expected) {
        return expected.isPresent() && expected.getAsLong() <= newest && expected.getAsLong() != version;
    }

    private boolean isRead(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Found(String found, long at) -> value.equals(Optional.of(found)) && at == version;
            case Outcome.Missing missing -> value.isEmpty();
            default -> false;
        };
    }

    private Optional<Register> created(Action.Create create, Outcome outcome) {
        return switch (outcome) {
            case Outcome.Written(long at) ->
                written(create.value(), at).filter(next -> value.isEmpty() && admits(create.token()));
            case Outcome.Conflict conflict -> sameIf(value.isPresent());
            case Outcome.FencedOut fencedOut -> sameIf(!admits(create.token()));
            default -> Optional.empty();
        };
    }

    private Optional<Register> updated(Action.Update update, Outcome outcome) {
        return switch (outcome) {
            case Outcome.Written(long at) -> written(update.value(), at).filter(next -> takes(update));
            default -> refused(update.expected(), update.token(), outcome);
        };
    }

    private Optional<Register> deleted(Action.Delete delete, Outcome outcome) {
        return switch (outcome) {
            case Outcome.Deleted done -> absent().filter(next -> takes(delete));
            default -> refused(delete.expected(), delete.token(), outcome);
        };
    }

    private Optional<Register> refused(OptionalLong expected, OptionalLong fence, Outcome outcome) {
        return switch (outcome) {
            case Outcome.Missing missing -> sameIf(value.isEmpty());
            case Outcome.Conflict conflict -> sameIf(value.isPresent() && !isExpected(expected));
            case Outcome.FencedOut fencedOut -> sameIf(!admits(fence));
            default -> Optional.empty();
        };
    }

    private boolean takes(Action.Update update) {
        return value.isPresent() && isExpected(update.expected()) && admits(update.token());
    }

    private boolean takes(Action.Delete delete) {
        return value.isPresent() && isExpected(delete.expected()) && admits(delete.token());
    }

    private boolean isExpected(OptionalLong expected) {
        return expected.isEmpty() || expected.getAsLong() == version;
    }

    private boolean admits(OptionalLong fence) {
        return fence.isEmpty() || fence.getAsLong() == token;
    }

    private boolean hasToken(Outcome outcome) {
        return outcome instanceof Outcome.Token(long shown) && shown == token;
    }

    /** The register with this value; empty when the version is not greater than all before (G-W3). */
    private Optional<Register> written(String written, long at) {
        boolean grows = at == UNSEEN || at > newest;
        return grows
                ? Optional.of(new Register(Optional.of(written), at, Math.max(newest, at), token))
                : Optional.empty();
    }

    private Optional<Register> absent() {
        return Optional.of(new Register(Optional.empty(), UNSEEN, newest, token));
    }

    private Optional<Register> handedOver(Outcome outcome) {
        return outcome instanceof Outcome.HandedOver(long made, long at) && made == token + 1 && at > newest
                ? Optional.of(new Register(value, version, at, made))
                : Optional.empty();
    }

    private Optional<Register> sameIf(boolean holds) {
        return holds ? Optional.of(this) : Optional.empty();
    }
}
