package io.bellwether.store.index;

import io.bellwether.execution.Invariant;
import io.bellwether.store.KeyValue;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Builds a tree bottom-up from sorted entries: linear, and its leaves are three quarters full so that early inserts do
 * not split.
 */
final class TreeBuilder {

    private static final int FILL = Node.WIDTH * 3 / 4;

    private final List<Node> leaves = new ArrayList<>();
    private final List<KeyValue> open = new ArrayList<>(FILL);
    private @Nullable KeyValue last;

    void add(KeyValue entry) {
        Invariant.check(
                last == null || last.key().compareTo(entry.key()) < 0, "entries ascend strictly: %s", entry.key());
        last = entry;
        open.add(entry);
        if (open.size() == FILL) {
            closeLeaf();
        }
    }

    Node build() {
        if (!open.isEmpty()) {
            closeLeaf();
        }
        if (leaves.isEmpty()) {
            return Leaf.EMPTY;
        }
        List<Node> level = leaves;
        while (level.size() > 1) {
            level = parents(level);
        }
        return level.get(0);
    }

    private void closeLeaf() {
        leaves.add(Leaf.of(open.toArray(KeyValue[]::new), null));
        open.clear();
    }

    private static List<Node> parents(List<Node> level) {
        List<Node> parents = new ArrayList<>(level.size() / FILL + 1);
        for (int from = 0; from < level.size(); from += FILL) {
            parents.add(Inner.of(
                    null,
                    level.subList(from, Math.min(level.size(), from + FILL)).toArray(Node[]::new)));
        }
        return parents;
    }
}
