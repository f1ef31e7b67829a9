package io.bellwether.tests.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Holds the production classes of all modules to the rules; {@link RulesCanFailTest} proves that the rules bite. */
class ArchitectureTest {
    private static final Project PROJECT = Project.here();
    private static final JavaClasses CLASSES = PROJECT.productionClasses();

    @Test
    void productionClasses_ofEveryModule_areSeen() {
        Set<String> seen = CLASSES.stream()
                .flatMap(type -> PROJECT.layers().moduleOf(type).stream())
                .collect(Collectors.toSet());

        // The module of tests has no production classes, and it is built without benchmarks when built alone.
        Set<String> elsewhere = Set.of("tests", "benchmarks");
        assertThat(PROJECT.layers().modules())
                .allSatisfy(module -> assertThat(elsewhere.contains(module) || seen.contains(module))
                        .as("classes of %s", module)
                        .isTrue());
    }

    @Test
    void modules_useOnlyWhatTheirLayerAllows() {
        LayerRules.dependenciesGoDown(PROJECT.layers()).check(CLASSES);
    }

    @Test
    void packages_haveNoCycles() {
        LayerRules.packagesHaveNoCycles(Layers.BASE_PACKAGE).check(CLASSES);
    }

    @Test
    void cores_useOnlyData() {
        CoreRules.coresArePure(PROJECT.layers()).check(CLASSES);
    }

    @Test
    void time_comesFromExecution() {
        SystemRules.timeIsInjected(in("execution", "benchmarks")).check(CLASSES);
    }

    @Test
    void waiting_isDoneByTheScheduler() {
        SystemRules.waitingIsScheduled(in("execution", "cli", "benchmarks")).check(CLASSES);
    }

    @Test
    void chance_comesFromExecution() {
        SystemRules.chanceIsInjected(in("execution", "benchmarks")).check(CLASSES);
    }

    @Test
    void threads_areCreatedInExecutionAndCliOnly() {
        SystemRules.threadsAreHandedIn(in("execution", "cli", "benchmarks")).check(CLASSES);
    }

    @Test
    void realMachine_isChosenByPrograms() {
        SystemRules.theMachineIsChosenByTheProgram(in("execution", "cli", "benchmarks"))
                .check(CLASSES);
    }

    @Test
    void statics_areImmutable() {
        StaticRules.staticsAreImmutable().check(CLASSES);
    }

    @Test
    void standardStreams_areUsedByProgramsOnly() {
        SystemRules.standardOutputBelongsToTheProgram(in("cli", "benchmarks")).check(CLASSES);
    }

    @Test
    void mainMethods_areInProgramsOnly() {
        SystemRules.mainBelongsToTheProgram(in("cli", "benchmarks")).check(CLASSES);
    }

    private static DescribedPredicate<JavaClass> in(String... modules) {
        Set<String> names = Set.copyOf(Arrays.asList(modules));
        return DescribedPredicate.describe(
                "in " + names,
                type -> PROJECT.layers().moduleOf(type).filter(names::contains).isPresent());
    }
}
