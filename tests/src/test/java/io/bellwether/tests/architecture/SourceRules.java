package io.bellwether.tests.architecture;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Rules that only the sources can show. Each answers what breaks it, one line each; empty: nothing. */
final class SourceRules {

    /** What a test does not do: wait for real time to pass, imitate, be skipped, be tried again. */
    private static final Map<Pattern, String> NOT_IN_TESTS = Map.of(
            Pattern.compile("\\bThread\\.sleep\\("), "sleeps",
            Pattern.compile("@Disabled\\b"), "is skipped",
            Pattern.compile("\\borg\\.mockito\\b"), "uses mocks",
            Pattern.compile("\\bTODO\\b(?!\\(#\\d+\\))"), "has a TODO without an issue");

    private static final Pattern GUARANTEE = Pattern.compile("\\bG-[A-Z]\\d+\\b");
    private static final Pattern POM_DEPENDENCY = Pattern.compile("<artifactId>bellwether-([a-z-]+)</artifactId>");

    private SourceRules() {}

    /** Files longer than the limit that are not excused, and excuses that no long file needs. */
    static List<String> tooLong(Map<Path, String> sources, int lineLimit, Set<String> excused) {
        Set<String> longFiles = sources.entrySet().stream()
                .filter(source -> source.getValue().lines().count() > lineLimit)
                .map(source -> source.getKey().toString())
                .collect(Collectors.toCollection(TreeSet::new));
        List<String> problems = new ArrayList<>();
        longFiles.stream()
                .filter(file -> !excused.contains(file))
                .forEach(file -> problems.add(file + " has more than " + lineLimit + " lines"));
        excused.stream()
                .filter(file -> !longFiles.contains(file))
                .forEach(file -> problems.add(file + " is excused and needs no excuse"));
        return problems;
    }

    /** Packages without a {@code package-info} that says {@code @NullMarked}, in their own folder or their module's. */
    static List<String> notNullMarked(Map<Path, String> sources) {
        Set<Path> packages =
                sources.keySet().stream().map(SourceRules::folder).collect(Collectors.toCollection(TreeSet::new));
        return packages.stream()
                .filter(folder -> Stream.of(folder, mainFolder(folder))
                        .map(where -> sources.getOrDefault(where.resolve("package-info.java"), ""))
                        .noneMatch(source -> source.contains("@NullMarked")))
                .map(folder -> folder + " has no package-info.java with @NullMarked")
                .toList();
    }

    private static Path folder(Path file) {
        Path parent = file.getParent();
        return parent == null ? Path.of("") : parent;
    }

    /** The folder of the same package in the module's production sources. */
    private static Path mainFolder(Path folder) {
        return Path.of(folder.toString().replace("src/test/java", "src/main/java"));
    }

    /** Files that do what tests, or sources at all, do not. */
    static List<String> badHabits(Map<Path, String> sources) {
        return sources.entrySet().stream()
                .flatMap(source -> NOT_IN_TESTS.entrySet().stream()
                        .filter(habit ->
                                habit.getKey().matcher(source.getValue()).find())
                        .map(habit -> source.getKey() + " " + habit.getValue()))
                .sorted()
                .toList();
    }

    /** Packages whose name says nothing. */
    static List<String> namelessPackages(Map<Path, String> sources) {
        Set<String> nameless = Set.of("util", "utils", "common", "helper", "helpers", "misc");
        return sources.keySet().stream()
                .map(SourceRules::folder)
                .distinct()
                .filter(folder ->
                        Arrays.asList(folder.toString().split("/")).stream().anyMatch(nameless::contains))
                .map(folder -> folder + ": a package is named for what it does")
                .sorted()
                .toList();
    }

    /** The guarantee numbers that a text names. */
    static Set<String> guarantees(String text) {
        return GUARANTEE
                .matcher(text)
                .results()
                .map(result -> result.group())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** Modules that a module's POM names and its layer does not allow. */
    static List<String> forbiddenInPom(Layers layers, String module, String pom) {
        Matcher dependencies = POM_DEPENDENCY.matcher(pom);
        return dependencies
                .results()
                .map(result -> result.group(1))
                .distinct()
                .filter(dependency -> !layers.allows(module, dependency))
                .map(dependency -> module + "/pom.xml must not name " + dependency)
                .toList();
    }
}
