package io.bellwether.tests.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMember;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Each rule finds what it forbids, in classes written to break it, and accepts what it allows. */
class RulesCanFailTest {
    private static final String FIXTURE = "io.bellwether.tests.architecture.fixture";
    private static final JavaClasses FIXTURES = new ClassFileImporter().importPackages(FIXTURE);
    private static final DescribedPredicate<JavaClass> NOBODY = DescribedPredicate.alwaysFalse();
    private static final Layers LAYERS = new Layers(
            FIXTURE, Map.of("upper", Set.of(), "lower", Set.of(), "pure", Set.of(), "apimachinery", Set.of()));

    @Test
    void layers_dependencyUpward_isFound() {
        assertThat(violations(LayerRules.dependenciesGoDown(LAYERS)))
                .contains("lower must not use upper")
                .doesNotContain("upper must not use lower");
    }

    @Test
    void layers_dependencyDownward_isAccepted() {
        Layers allowing = new Layers(FIXTURE, Map.of("upper", Set.of(), "lower", Set.of("upper")));

        assertThat(violations(LayerRules.dependenciesGoDown(allowing))).isEmpty();
    }

    @Test
    void packages_cycle_isFound() {
        assertThat(violations(LayerRules.packagesHaveNoCycles(FIXTURE)))
                .contains("Cycle detected")
                .contains("cycle.left")
                .doesNotContain("lower");
    }

    @Test
    void core_eachImpurity_isFound() {
        ArchRule rule = CoreRules.coresArePure(LAYERS);

        assertFindsEveryMethod(rule, "pure.core.Impure");
        assertThat(violations(rule)).doesNotContain("core.Pure");
    }

    @Test
    void time_eachWayToTheSystemsClock_isFound() {
        assertFindsEveryMethod(SystemRules.timeIsInjected(NOBODY), "clocks.ReadsTheSystemsTime");
    }

    @Test
    void waiting_eachWayToTheSystemsTimers_isFound() {
        assertFindsEveryMethod(SystemRules.waitingIsScheduled(NOBODY), "clocks.WaitsForTheSystemsTime");
    }

    @Test
    void chance_eachWayToTheSystemsDice_isFound() {
        assertFindsEveryMethod(SystemRules.chanceIsInjected(NOBODY), "clocks.RollsTheSystemsDice");
    }

    @Test
    void threads_eachWayToCreateOne_isFound() {
        ArchRule rule = SystemRules.threadsAreHandedIn(NOBODY);

        assertFindsEveryMethod(rule, "threads.Spawns");
        assertThat(violations(rule)).doesNotContain("IsHandedAnExecutor");
    }

    @Test
    void realMachine_eachPartOfIt_isFound() {
        assertFindsEveryMethod(SystemRules.theMachineIsChosenByTheProgram(NOBODY), "machine.ChoosesTheRealMachine");
    }

    @Test
    void output_eachStandardStream_isFound() {
        assertFindsEveryMethod(SystemRules.standardOutputBelongsToTheProgram(NOBODY), "output.Prints");
    }

    @Test
    void main_outsidePrograms_isFound() {
        assertThat(violations(SystemRules.mainBelongsToTheProgram(NOBODY))).contains("output.Prints.main");
    }

    @Test
    void statics_eachMutableField_isFound() {
        String violations = violations(StaticRules.staticsAreImmutable());

        assertThat(FIXTURES.get(FIXTURE + ".statics.Statics").getFields())
                .isNotEmpty()
                .allSatisfy(field -> assertThat(violations).contains(field.getFullName()));
        assertThat(violations).doesNotContain("Constants");
    }

    @Test
    void exemptModule_isLeftAlone() {
        assertThat(violations(SystemRules.timeIsInjected(DescribedPredicate.alwaysTrue())))
                .isEmpty();
    }

    private static void assertFindsEveryMethod(ArchRule rule, String fixture) {
        String violations = violations(rule);
        List<String> methods = methodsOf(fixture).map(JavaMember::getFullName).toList();

        assertThat(methods)
                .isNotEmpty()
                .allSatisfy(method -> assertThat(violations).contains(method));
    }

    /** The methods as written: a lambda or a bridge is none. */
    private static Stream<? extends JavaMember> methodsOf(String fixture) {
        return FIXTURES.get(FIXTURE + "." + fixture).getMethods().stream()
                .filter(method -> !method.getName().contains("$"));
    }

    private static String violations(ArchRule rule) {
        return String.join("\n", rule.evaluate(FIXTURES).getFailureReport().getDetails());
    }
}
