package io.bellwether.apimachinery.kind;

import java.util.List;
import java.util.Objects;

/**
 * What a resource is called by people and tools.
 *
 * @param plural the segment of URLs, for instance {@code configmaps}
 * @param singular for instance {@code configmap}
 * @param shortNames for instance {@code cm}
 * @param categories groups of resources that tools can ask for at once, for instance {@code all}
 */
public record ResourceNames(String plural, String singular, List<String> shortNames, List<String> categories) {

    public ResourceNames {
        Objects.requireNonNull(plural, "plural");
        Objects.requireNonNull(singular, "singular");
        shortNames = List.copyOf(shortNames);
        categories = List.copyOf(categories);
    }
}
