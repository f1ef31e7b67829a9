package io.bellwether.tests.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.Optional;

/** Modules and packages use each other in one direction only. */
final class LayerRules {

    private LayerRules() {}

    static ArchRule dependenciesGoDown(Layers layers) {
        return classes()
                .should(new ArchCondition<JavaClass>("use only the modules that layers.txt allows") {
                    @Override
                    public void check(JavaClass type, ConditionEvents events) {
                        layers.moduleOf(type).ifPresent(from -> checkFrom(layers, from, type, events));
                    }
                })
                .allowEmptyShould(true);
    }

    private static void checkFrom(Layers layers, String from, JavaClass type, ConditionEvents events) {
        type.getDirectDependenciesFromSelf().forEach(dependency -> {
            Optional<String> to = layers.moduleOf(dependency.getTargetClass());
            if (to.isPresent() && !layers.allows(from, to.get())) {
                String message = from + " must not use " + to.get() + ": " + dependency.getDescription();
                events.add(SimpleConditionEvent.violated(dependency, message));
            }
        });
    }

    static ArchRule packagesHaveNoCycles(String basePackage) {
        return slices().matching(basePackage + ".(**)")
                .should()
                .beFreeOfCycles()
                .allowEmptyShould(true);
    }
}
