package io.bellwether.apiserver.registry;

import io.bellwether.apimachinery.Status;
import io.bellwether.execution.Clock;
import io.bellwether.execution.Deadline;
import java.util.function.IntFunction;

/**
 * Repeats a write that raced with others until it is settled: each turn reads anew, so some writer always comes
 * through.
 *
 * <p>Units and limits: until the request's deadline.
 *
 * <p>Threads: stateless.
 */
record Attempts(Clock clock) {

    /** How one turn ended. */
    sealed interface Turn<T> {

        /** With an answer. */
        record Settled<T>(T answer) implements Turn<T> {}

        /** Nothing was written: something had changed since it was read. */
        record Raced<T>() implements Turn<T> {}
    }

    /**
     * Tries until an answer is there.
     *
     * @param attempt given the number of the turn, from 0 on
     * @throws io.bellwether.apimachinery.StatusException 504 at the deadline: nothing was written
     */
    <T> T untilSettled(Deadline deadline, IntFunction<Turn<T>> attempt) {
        for (int turn = 0; !deadline.isOver(clock); turn++) {
            if (attempt.apply(turn) instanceof Turn.Settled<T> settled) {
                return settled.answer();
            }
        }
        throw Status.timeout("nothing was written: the object kept changing until the deadline of the request", 1)
                .asException();
    }
}
