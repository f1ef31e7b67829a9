package io.bellwether.tests.linear;

import java.util.List;
import java.util.stream.Collectors;

/** What a history of one register is. */
sealed interface Verdict {

    /**
     * It is linearizable.
     *
     * @param order one order that explains it
     */
    record Linearizable(List<Call> order) implements Verdict {
        public Linearizable {
            order = List.copyOf(order);
        }
    }

    /**
     * No order explains it.
     *
     * @param explained the longest beginning of an order that was found
     * @param state the register after it
     * @param stuck the calls one of which would have had to come next
     */
    record Violated(List<Call> explained, Register state, List<Call> stuck) implements Verdict {

        private static final int SHOWN = 12;

        public Violated {
            explained = List.copyOf(explained);
            stuck = List.copyOf(stuck);
        }

        @Override
        public String toString() {
            List<Call> last = explained.subList(Math.max(0, explained.size() - SHOWN), explained.size());
            return "not linearizable: after " + explained.size() + " calls, the last of them\n" + lines(last)
                    + "the register is " + state + ", and none of these can be next:\n" + lines(stuck);
        }

        private static String lines(List<Call> calls) {
            return calls.stream().map(call -> "  " + call + "\n").collect(Collectors.joining());
        }
    }
}
