package io.bellwether.apiserver.namespace.core;

import io.bellwether.apimachinery.GroupResource;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What is left in a namespace.
 *
 * <p>Threads: immutable.
 *
 * @param objects how many objects of each resource
 * @param finalizers how many objects each finalizer holds
 */
public record Remainder(SortedMap<String, Integer> objects, SortedMap<String, Integer> finalizers) {

    /** Nothing. */
    public static final Remainder NOTHING = new Remainder(new TreeMap<>(), new TreeMap<>());

    /** The maps are copied. */
    public Remainder {
        objects = Collections.unmodifiableSortedMap(new TreeMap<>(objects));
        finalizers = Collections.unmodifiableSortedMap(new TreeMap<>(finalizers));
    }

    /** This and one more object with these finalizers. */
    public Remainder with(GroupResource resource, List<String> held) {
        SortedMap<String, Integer> moreObjects = new TreeMap<>(objects);
        moreObjects.merge(resource.toString(), 1, Integer::sum);
        SortedMap<String, Integer> moreFinalizers = new TreeMap<>(finalizers);
        held.forEach(finalizer -> moreFinalizers.merge(finalizer, 1, Integer::sum));
        return new Remainder(moreObjects, moreFinalizers);
    }

    /** Whether nothing is left. */
    public boolean isEmpty() {
        return objects.isEmpty();
    }

    /** The conditions that a namespace shows while this is left, each with its message. */
    public List<Condition> conditions() {
        return List.of(
                new Condition(
                        "NamespaceContentRemaining",
                        !objects.isEmpty(),
                        objects.isEmpty() ? "ContentRemoved" : "SomeResourcesRemain",
                        objects.isEmpty()
                                ? "All content successfully removed"
                                : "Some resources are remaining: " + counted(objects, ". has ")),
                new Condition(
                        "NamespaceFinalizersRemaining",
                        !finalizers.isEmpty(),
                        finalizers.isEmpty() ? "ContentHasNoFinalizers" : "SomeFinalizersRemain",
                        finalizers.isEmpty()
                                ? "All content-preserving finalizers finished"
                                : "Some content in the namespace has finalizers remaining: "
                                        + counted(finalizers, " in ")));
    }

    private static String counted(Map<String, Integer> counts, String between) {
        return counts.entrySet().stream()
                .map(entry -> entry.getKey() + between + entry.getValue() + " resource instances")
                .collect(Collectors.joining(", "));
    }

    /**
     * One condition.
     *
     * @param isTrue its status
     * @param reason one word
     * @param message for a person
     */
    public record Condition(String type, boolean isTrue, String reason, String message) {

        /** The status on the wire. */
        public String status() {
            return isTrue ? "True" : "False";
        }
    }
}
