package io.bellwether.tests.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Holds the sources and POMs of all modules to the rules; {@link SourceRulesTest} proves that the rules bite. */
class SourcesTest {
    private static final int LINE_LIMIT = 300;

    /** Those with a path, below tests/interop, are no layer and not shipped. */
    private static final Pattern MODULE = Pattern.compile("<module>([a-z-]+)</module>");

    private static final Project PROJECT = Project.here();
    private static final Map<Path, String> SOURCES = PROJECT.sources().stream()
            .collect(Collectors.toUnmodifiableMap(file -> PROJECT.root().relativize(file), Project::read));
    private static final Path OWN_FOLDER = Path.of("tests/src/test/java/io/bellwether/tests/architecture");

    @Test
    void files_areShort() {
        Set<String> excused = Project.read(PROJECT.root().resolve("docs/architecture/long-files.txt"))
                .lines()
                .filter(line -> !line.isBlank() && !line.startsWith("#"))
                .map(line -> line.split(":", 2)[0].strip())
                .collect(Collectors.toSet());

        assertThat(SourceRules.tooLong(SOURCES, LINE_LIMIT, excused)).isEmpty();
    }

    @Test
    void packages_areNullMarked() {
        assertThat(SourceRules.notNullMarked(SOURCES)).isEmpty();
    }

    @Test
    void packages_areNamedForWhatTheyDo() {
        assertThat(SourceRules.namelessPackages(SOURCES)).isEmpty();
    }

    @Test
    void publicTypesAndMethods_haveJavadoc() {
        Map<Path, String> production = SOURCES.entrySet().stream()
                .filter(source -> source.getKey().toString().contains("/src/main/"))
                .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, Map.Entry::getValue));

        assertThat(JavadocRule.undocumented(production)).isEmpty();
    }

    @Test
    void sources_haveNoBadHabits() {
        assertThat(SourceRules.badHabits(others())).isEmpty();
    }

    @Test
    void guarantees_namedInSources_areWrittenDown() {
        Set<String> written = SourceRules.guarantees(guarantees());
        Set<String> named = others().values().stream()
                .flatMap(source -> SourceRules.guarantees(source).stream())
                .collect(Collectors.toSet());

        assertThat(written).isNotEmpty().containsAll(named);
    }

    @Test
    void guarantees_writtenDown_areNamedByATest() {
        Set<String> tested = others().entrySet().stream()
                .filter(source -> source.getKey().toString().contains("/src/test/"))
                .flatMap(source -> SourceRules.guarantees(source.getValue()).stream())
                .collect(Collectors.toSet());

        assertThat(tested).containsAll(SourceRules.guarantees(guarantees()));
    }

    @Test
    void poms_nameOnlyWhatTheirLayerAllows() {
        List<String> forbidden = PROJECT.layers().modules().stream()
                .flatMap(
                        module -> SourceRules.forbiddenInPom(
                                PROJECT.layers(),
                                module,
                                pomDependencies(PROJECT.root().resolve(module)))
                                .stream())
                .toList();

        assertThat(forbidden).isEmpty();
    }

    @Test
    void modules_ofTheReactor_areTheLayers() {
        List<String> reactor = MODULE.matcher(Project.read(PROJECT.root().resolve("pom.xml")))
                .results()
                .map(result -> result.group(1))
                .toList();

        assertThat(reactor).containsExactlyInAnyOrderElementsOf(PROJECT.layers().modules());
    }

    @Test
    void poms_nameNoRegistry() {
        Stream<Path> poms = Stream.concat(
                Stream.of(PROJECT.root()), PROJECT.layers().modules().stream().map(PROJECT.root()::resolve));

        assertThat(poms.map(folder -> folder.resolve("pom.xml")).filter(Files::exists))
                .isNotEmpty()
                .allSatisfy(pom -> assertThat(Project.read(pom)).doesNotContain("<repository>", "epositories>"));
    }

    private static String guarantees() {
        return Project.read(PROJECT.root().resolve("docs/architecture/guarantees.md"));
    }

    /** All sources but those of these rules, which must name what they forbid. */
    private static Map<Path, String> others() {
        return SOURCES.entrySet().stream()
                .filter(source -> !source.getKey().startsWith(OWN_FOLDER))
                .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    private static String pomDependencies(Path module) {
        String pom = Project.read(module.resolve("pom.xml"));
        return pom.substring(pom.indexOf("<dependencies>"));
    }
}
