package io.bellwether.apimachinery.kind;

import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * How patches combine two values of one field.
 *
 * @param strategies of strategic merge patch; empty means: maps and structs merge, lists are replaced
 * @param mergeKey the field by which items of a list are matched; empty for lists of scalars and everything else
 * @param listType of server-side apply; {@link ListType#ATOMIC} for everything that is no list
 * @param listMapKeys the key fields of items of a {@link ListType#MAP}
 */
public record MergeRules(Set<PatchStrategy> strategies, String mergeKey, ListType listType, List<String> listMapKeys) {

    /** What holds where a descriptor says nothing. */
    public static final MergeRules DEFAULT = new MergeRules(Set.of(), "", ListType.ATOMIC, List.of());

    public MergeRules {
        strategies = Set.copyOf(strategies);
        Objects.requireNonNull(mergeKey, "mergeKey");
        Objects.requireNonNull(listType, "listType");
        listMapKeys = List.copyOf(listMapKeys);
    }

    /** Whether a list is merged item by item. */
    public boolean merges() {
        return strategies.contains(PatchStrategy.MERGE);
    }
}
