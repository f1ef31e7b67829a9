package io.bellwether.etcd.core;

import java.util.ArrayDeque;
import java.util.Deque;

/** Visits every state that can be reached. */
final class ModelSearch {

    private ModelSearch() {}

    /**
     * How many states there are; fails with the model's violation at the first one that must not be.
     *
     * @param limit a bound far above what is expected: more states fail
     */
    static int states(MembershipModel model, Fate start, int limit) {
        LongSet seen = new LongSet();
        Deque<Fate> open = new ArrayDeque<>();
        seen.add(start.key());
        open.add(start);
        while (!open.isEmpty()) {
            for (Fate next : model.successors(open.removeFirst())) {
                if (seen.add(next.key())) {
                    open.addLast(next);
                }
            }
            if (seen.size() > limit) {
                throw new IllegalStateException("more than " + limit + " states");
            }
        }
        return seen.size();
    }
}
