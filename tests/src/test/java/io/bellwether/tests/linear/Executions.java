package io.bellwether.tests.linear;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.random.RandomGenerator;

/**
 * Makes histories that are linearizable because they were made by calls that took effect one after the other.
 *
 * <p>Shape: each call takes effect at one moment; it was invoked some time before and returns some time after, so calls
 * overlap. Some answers are lost, before or after the effect.
 */
final class Executions {

    /** Between the moments of two calls, in ticks. */
    private static final long PACE = 1_000;

    /** A version that no object ever has. */
    private static final long NEVER_GIVEN = 1_000_000;

    private final RandomGenerator random;
    private final int overlap;
    private Register register = Register.INITIAL;
    private long revision;

    /** The version that was last in an answer; clients cannot expect another. */
    private long shown = NEVER_GIVEN;

    /**
     * @param random decides everything
     * @param overlap how many calls overlap, about
     */
    Executions(RandomGenerator random, int overlap) {
        this.random = random;
        this.overlap = overlap;
    }

    /** That many calls, in the order in which they take effect. */
    List<Call> next(int count) {
        List<Call> calls = new ArrayList<>();
        for (int index = 0; index < count; index++) {
            calls.add(call(index));
        }
        return calls;
    }

    private Call call(int index) {
        Action action = action("v" + index);
        long moment = (index + overlap + 1) * PACE;
        // Three residues keep the ticks of different calls apart.
        long invoked = moment - random.nextLong(overlap * PACE) / 3 * 3 - 1;
        long returned = moment + random.nextLong(overlap * PACE) / 3 * 3 + 1;
        int fate = random.nextInt(10);
        boolean isWrite = !(action instanceof Action.Read || action instanceof Action.ReadToken);
        if (isWrite && fate == 0) {
            return new Call("c", action, new Outcome.Unknown(Register.UNSEEN), invoked, Call.NEVER);
        }
        Outcome outcome = apply(action);
        if (isWrite && fate == 1) {
            return new Call("c", action, new Outcome.Unknown(Register.UNSEEN), invoked, Call.NEVER);
        }
        if (outcome instanceof Outcome.Found || outcome instanceof Outcome.Written) {
            shown = register.version();
        }
        return new Call("c", action, outcome, invoked, returned);
    }

    private Action action(String value) {
        return switch (random.nextInt(12)) {
            case 0, 1, 2 -> new Action.Read();
            case 3, 4 -> new Action.Create(value, fence());
            case 5, 6, 7 -> new Action.Update(value, expected(), fence());
            case 8, 9 -> new Action.Delete(expected(), fence());
            case 10 -> new Action.HandOver();
            default -> new Action.ReadToken();
        };
    }

    private OptionalLong fence() {
        return switch (random.nextInt(4)) {
            case 0 -> OptionalLong.of(register.token());
            case 1 -> OptionalLong.of(Math.max(0, register.token() - 1));
            default -> OptionalLong.empty();
        };
    }

    private OptionalLong expected() {
        return switch (random.nextInt(4)) {
            case 0 -> OptionalLong.empty();
            case 1 -> OptionalLong.of(NEVER_GIVEN);
            default -> OptionalLong.of(shown);
        };
    }

    /** What the server answers: the first of these that the model allows. */
    private Outcome apply(Action action) {
        revision += 1 + random.nextInt(3);
        List<Outcome> possible = List.of(
                new Outcome.FencedOut(),
                new Outcome.Missing(),
                new Outcome.Conflict(),
                new Outcome.Found(register.value().orElse(""), register.version()),
                new Outcome.Written(revision),
                new Outcome.Deleted(),
                new Outcome.Token(register.token()),
                new Outcome.HandedOver(register.token() + 1, revision));
        for (Outcome outcome : possible) {
            Optional<Register> after = register.after(new Call("c", action, outcome, 0, 1));
            if (after.isPresent()) {
                register = after.get();
                return outcome;
            }
        }
        throw new IllegalStateException("the model has no answer to " + action + " in " + register);
    }
}
