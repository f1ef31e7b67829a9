package io.bellwether.tests.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Each rule on sources finds what it forbids and accepts what it allows. */
class SourceRulesTest {
    private static final Path FILE = Path.of("store/src/main/java/io/bellwether/store/A.java");
    private static final Path INFO = Path.of("store/src/main/java/io/bellwether/store/package-info.java");
    private static final Path TEST = Path.of("store/src/test/java/io/bellwether/store/ATest.java");

    @Test
    void tooLong_oneLineMoreThanTheLimit_isFound() {
        assertThat(SourceRules.tooLong(Map.of(FILE, "a\nb\nc\n"), 2, Set.of()))
                .containsExactly(FILE + " has more than 2 lines");
    }

    @Test
    void tooLong_atTheLimitOrExcused_isAccepted() {
        assertThat(SourceRules.tooLong(Map.of(FILE, "a\nb\n"), 2, Set.of())).isEmpty();
        assertThat(SourceRules.tooLong(Map.of(FILE, "a\nb\nc\n"), 2, Set.of(FILE.toString())))
                .isEmpty();
    }

    @Test
    void tooLong_needlessExcuse_isFound() {
        assertThat(SourceRules.tooLong(Map.of(FILE, "a\n"), 2, Set.of(FILE.toString())))
                .containsExactly(FILE + " is excused and needs no excuse");
    }

    @Test
    void notNullMarked_packageWithoutInfoOrAnnotation_isFound() {
        assertThat(SourceRules.notNullMarked(Map.of(FILE, ""))).hasSize(1);
        assertThat(SourceRules.notNullMarked(Map.of(FILE, "", INFO, "package io.bellwether.store;")))
                .hasSize(1);
    }

    @Test
    void notNullMarked_testInAMarkedPackage_isAccepted() {
        Map<Path, String> sources = Map.of(TEST, "", INFO, "@NullMarked package io.bellwether.store;");

        assertThat(SourceRules.notNullMarked(sources)).isEmpty();
    }

    @Test
    void badHabits_each_isFound() {
        String sleeps = "Thread." + "sleep(1);";
        String skipped = "@" + "Disabled void test() {}";
        String mocks = "import org." + "mockito.Mockito;";
        String later = "// TO" + "DO later";

        assertThat(SourceRules.badHabits(Map.of(TEST, sleeps + skipped + mocks + later)))
                .hasSize(4);
        assertThat(SourceRules.badHabits(Map.of(TEST, "// TO" + "DO(#12): said where")))
                .isEmpty();
    }

    @Test
    void namelessPackages_util_isFound() {
        Path nameless = Path.of("store/src/main/java/io/bellwether/store/util/A.java");

        assertThat(SourceRules.namelessPackages(Map.of(nameless, "", FILE, ""))).hasSize(1);
    }

    @Test
    void guarantees_inText_areRead() {
        String numbers = "G-" + "W1, (G-" + "F12) but not G-" + "w3 or XG-" + "W4";

        assertThat(SourceRules.guarantees(numbers)).containsExactly("G-F12", "G-W1");
    }

    @Test
    void forbiddenInPom_dependencyUpward_isFound() {
        Layers layers = Layers.parse("store: execution\nexecution: -\napiserver: *");
        String pom = "<artifactId>bellwether-store</artifactId><artifactId>bellwether-apiserver</artifactId>"
                + "<artifactId>bellwether-execution</artifactId>";

        assertThat(SourceRules.forbiddenInPom(layers, "store", pom))
                .containsExactly("store/pom.xml must not name apiserver");
        assertThat(SourceRules.forbiddenInPom(layers, "apiserver", pom)).isEmpty();
    }
}
