package io.bellwether.tests.linear;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellwether.execution.Randomness;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

/** The checker against histories that are right by construction, against corruptions, and against a dumb checker. */
class LinearizerPropertyTest {

    private static final int SEEDS = 300;
    private static final int SMALL = 6;

    @Test
    void check_histories_thatAreRightByConstruction_areAccepted() {
        for (long seed = 0; seed < SEEDS; seed++) {
            RandomGenerator random = Randomness.seeded(seed);
            List<Call> calls = new Executions(random, 1 + random.nextInt(8)).next(150);
            Verdict verdict = Linearizer.check(calls);
            assertThat(verdict).as("seed %d", seed).isInstanceOf(Verdict.Linearizable.class);
            assertExplains(((Verdict.Linearizable) verdict).order(), calls, seed);
        }
    }

    /** The order is checked by itself: the model takes each call, and no call follows one that was invoked later. */
    private static void assertExplains(List<Call> order, List<Call> calls, long seed) {
        Register register = Register.INITIAL;
        long invokedAtTheLatest = 0;
        for (Call call : order) {
            Optional<Register> after = register.after(call);
            assertThat(after).as("seed %d: %s in %s", seed, call, register).isPresent();
            register = after.get();
            assertThat(call.returned()).as("seed %d: %s", seed, call).isGreaterThan(invokedAtTheLatest);
            invokedAtTheLatest = Math.max(invokedAtTheLatest, call.invoked());
        }
        assertThat(order).as("seed %d", seed).doesNotHaveDuplicates();
        assertThat(order)
                .as("seed %d", seed)
                .containsAll(calls.stream().filter(call -> !call.isUnknown()).toList());
    }

    @Test
    void check_histories_withOneCorruption_areRefused() {
        int refused = 0;
        for (long seed = 0; seed < SEEDS; seed++) {
            RandomGenerator random = Randomness.seeded(seed);
            List<Call> calls = new Executions(random, 1 + random.nextInt(8)).next(150);
            Optional<List<Call>> corrupted = Corruption.of(calls, random);
            if (corrupted.isPresent()) {
                refused++;
                assertThat(Linearizer.check(corrupted.get()))
                        .as("seed %d", seed)
                        .isInstanceOf(Verdict.Violated.class);
            }
        }
        assertThat(refused).isGreaterThan(SEEDS / 2);
    }

    /** Few calls, any answers: whoever tries all orders says the same. */
    @Test
    void check_smallHistories_agreesWithTryingAllOrders() {
        int linearizable = 0;
        int violated = 0;
        for (long seed = 0; seed < 20 * SEEDS; seed++) {
            RandomGenerator random = Randomness.seeded(seed);
            List<Call> calls = new ArrayList<>(new Executions(random, 3).next(SMALL));
            if (random.nextBoolean()) {
                exchangeTwoAnswers(calls, random);
            }
            boolean expected = existsOrder(Register.INITIAL, withSeenVersions(calls));
            assertThat(Linearizer.check(calls) instanceof Verdict.Linearizable)
                    .as("seed %d: %s", seed, calls)
                    .isEqualTo(expected);
            linearizable += expected ? 1 : 0;
            violated += expected ? 0 : 1;
        }
        assertThat(Math.min(linearizable, violated)).isGreaterThan(SEEDS);
    }

    private static void exchangeTwoAnswers(List<Call> calls, RandomGenerator random) {
        int one = random.nextInt(calls.size());
        int other = random.nextInt(calls.size());
        Call first = calls.get(one);
        Call second = calls.get(other);
        if (!first.isUnknown() && !second.isUnknown()) {
            calls.set(one, Corruption.answered(first, second.outcome()));
            calls.set(other, Corruption.answered(second, first.outcome()));
        }
    }

    /** The version of a write without an answer is the one at which its value was read. */
    private static List<Call> withSeenVersions(List<Call> calls) {
        Map<String, Long> versions = new HashMap<>();
        for (Call call : calls) {
            if (call.outcome() instanceof Outcome.Found(String value, long version)) {
                versions.putIfAbsent(value, version);
            }
        }
        return calls.stream()
                .map(call -> call.isUnknown() ? unknown(call, versions) : call)
                .toList();
    }

    private static Call unknown(Call call, Map<String, Long> versions) {
        String value = switch (call.action()) {
            case Action.Create create -> create.value();
            case Action.Update update -> update.value();
            default -> "";
        };
        return Corruption.answered(call, new Outcome.Unknown(versions.getOrDefault(value, Register.UNSEEN)));
    }

    /** The dumb checker: any call that was invoked before all others have returned is tried next. */
    private static boolean existsOrder(Register register, List<Call> left) {
        if (left.stream().allMatch(Call::isUnknown)) {
            return true;
        }
        long horizon = left.stream().mapToLong(Call::returned).min().orElseThrow();
        for (Call call : left) {
            Optional<Register> after = call.invoked() < horizon ? register.after(call) : Optional.empty();
            if (after.isPresent()) {
                List<Call> rest = new ArrayList<>(left);
                rest.remove(call);
                if (existsOrder(after.get(), rest)) {
                    return true;
                }
            }
        }
        return false;
    }
}
