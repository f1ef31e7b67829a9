package io.bellwether.tests.architecture;

import com.tngtech.archunit.core.domain.JavaClass;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Which module may use which.
 *
 * @param basePackage the package whose sub-packages are the modules' root packages
 * @param allowed per module, in the order of the list, the modules it may use; {@code *} stands for all
 */
record Layers(String basePackage, Map<String, Set<String>> allowed) {

    static final String BASE_PACKAGE = "io.bellwether";

    /** Reads lines of the form {@code module: module [optional-module]}; {@code #} begins a comment line. */
    static Layers parse(String text) {
        Map<String, Set<String>> allowed = new LinkedHashMap<>();
        text.lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty() && !line.startsWith("#"))
                .forEach(line -> {
                    String[] halves = line.split(":", 2);
                    allowed.put(halves[0].strip(), dependencies(halves[1]));
                });
        return new Layers(BASE_PACKAGE, allowed);
    }

    private static Set<String> dependencies(String text) {
        return Arrays.stream(text.strip().split("\\s+"))
                .map(word -> word.replaceAll("[\\[\\]]", ""))
                .filter(word -> !word.equals("-"))
                .collect(Collectors.toUnmodifiableSet());
    }

    Set<String> modules() {
        return allowed.keySet();
    }

    boolean allows(String from, String to) {
        Set<String> dependencies = allowed.getOrDefault(from, Set.of());
        return from.equals(to) || dependencies.contains("*") || dependencies.contains(to);
    }

    /** The module a class belongs to: the one with the longest root package around it; empty for foreign classes. */
    Optional<String> moduleOf(JavaClass type) {
        return modules().stream()
                .filter(module -> isWithin(type.getPackageName(), rootPackage(module)))
                .max((one, other) -> Integer.compare(one.length(), other.length()));
    }

    private String rootPackage(String module) {
        return basePackage + "." + module.replace('-', '.');
    }

    private static boolean isWithin(String name, String around) {
        return name.equals(around) || name.startsWith(around + ".");
    }
}
