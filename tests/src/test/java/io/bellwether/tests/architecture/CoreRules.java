package io.bellwether.tests.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.Optional;
import java.util.Set;

/** Packages named {@code core} decide and do nothing else: they use only data. */
final class CoreRules {

    /** Packages of the JDK that hold data and functions on data. */
    private static final Set<String> DATA_PACKAGES = Set.of(
            "java.lang",
            "java.lang.annotation",
            "java.lang.constant",
            "java.lang.invoke",
            "java.lang.runtime",
            "java.math",
            "java.nio",
            "java.nio.charset",
            "java.time",
            "java.time.format",
            "java.time.temporal",
            "java.util",
            "java.util.function",
            "java.util.regex",
            "java.util.stream",
            "org.jspecify.annotations",
            "com.google.errorprone.annotations",
            "tools.jackson.core",
            "tools.jackson.databind",
            "tools.jackson.databind.node");

    /** What is not data in them. */
    private static final Set<String> NOT_DATA = Set.of(
            "java.lang.InheritableThreadLocal",
            "java.lang.Process",
            "java.lang.ProcessBuilder",
            "java.lang.ProcessHandle",
            "java.lang.Runtime",
            "java.lang.ScopedValue",
            "java.lang.Thread",
            "java.lang.Thread$Builder",
            "java.lang.ThreadLocal",
            "java.time.Clock",
            "java.time.InstantSource",
            "java.util.Random",
            "java.util.Scanner",
            "java.util.ServiceLoader",
            "java.util.SplittableRandom",
            "java.util.Timer",
            "java.util.TimerTask",
            "tools.jackson.databind.ObjectMapper");

    /** Data and checks that {@code execution} and {@code store} offer to cores. */
    private static final Set<String> FOR_CORES = Set.of(
            "io.bellwether.execution.Backoff",
            "io.bellwether.execution.Deadline",
            "io.bellwether.execution.Invariant",
            "io.bellwether.execution.InvariantViolation",
            // Immutable values that are no records because they hide how they are built.
            "io.bellwether.store.Bytes",
            "io.bellwether.store.index.SortedTree");

    private static final Set<String> HARMLESS_SYSTEM_METHODS = Set.of("arraycopy", "identityHashCode");

    private CoreRules() {}

    static ArchRule coresArePure(Layers layers) {
        return classes()
                .that()
                .resideInAPackage("..core..")
                .should(new ArchCondition<JavaClass>("use only data") {
                    @Override
                    public void check(JavaClass type, ConditionEvents events) {
                        type.getDirectDependenciesFromSelf()
                                .forEach(dependency -> impurity(layers, dependency)
                                        .ifPresent(reason -> events.add(SimpleConditionEvent.violated(
                                                dependency, reason + ": " + dependency.getDescription()))));
                        checkSystemCalls(type, events);
                    }
                })
                .allowEmptyShould(true);
    }

    private static Optional<String> impurity(Layers layers, Dependency dependency) {
        JavaClass target = dependency.getTargetClass().getBaseComponentType();
        if (target.isPrimitive() || isCore(target) || FOR_CORES.contains(target.getName())) {
            return Optional.empty();
        }
        if (isWithin(room(dependency.getOriginClass()), target.getPackageName())) {
            return Optional.of("a core must not use the rest of its room");
        }
        Optional<String> module = layers.moduleOf(target);
        boolean data = module.isPresent()
                ? module.get().equals("apimachinery") || isData(target)
                : DATA_PACKAGES.contains(target.getPackageName()) && !NOT_DATA.contains(target.getName());
        return data ? Optional.empty() : Optional.of("not data");
    }

    /** The package that a core decides for: a module's root, or one of the rooms of a large module. */
    private static String room(JavaClass core) {
        return core.getPackageName().replaceFirst("\\.core(\\..*)?$", "");
    }

    private static boolean isWithin(String around, String name) {
        return name.equals(around) || name.startsWith(around + ".");
    }

    private static boolean isCore(JavaClass type) {
        return ("." + type.getPackageName() + ".").contains(".core.");
    }

    private static boolean isData(JavaClass type) {
        return type.isRecord()
                || type.isEnum()
                || type.isAnnotation()
                || (type.isInterface() && type.reflect().isSealed());
    }

    private static void checkSystemCalls(JavaClass type, ConditionEvents events) {
        type.getAccessesFromSelf().stream()
                .filter(access -> access.getTargetOwner().getName().equals("java.lang.System"))
                .filter(access ->
                        !HARMLESS_SYSTEM_METHODS.contains(access.getTarget().getName()))
                .forEach(access -> events.add(
                        SimpleConditionEvent.violated(access, "the system is not data: " + access.getDescription())));
    }
}
