package io.bellwether.tests.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.Optional;
import java.util.Set;

/** No state in statics. */
final class StaticRules {

    /** Interfaces whose implementations may be immutable: List.of, Set.of, Map.of. */
    private static final Set<String> POSSIBLY_IMMUTABLE = Set.of(
            "java.util.List",
            "java.util.Set",
            "java.util.Map",
            "java.util.Collection",
            "java.util.SequencedCollection",
            "java.util.SequencedMap");

    private static final Set<String> MUTABLE = Set.of(
            "java.lang.StringBuilder",
            "java.lang.ThreadLocal",
            "java.util.BitSet",
            "java.util.Date",
            "java.util.Random",
            "java.nio.ByteBuffer");

    private StaticRules() {}

    static ArchRule staticsAreImmutable() {
        return fields().that()
                .areStatic()
                .should(new ArchCondition<JavaField>("be final and of an immutable type") {
                    @Override
                    public void check(JavaField field, ConditionEvents events) {
                        mutability(field)
                                .ifPresent(reason -> events.add(SimpleConditionEvent.violated(
                                        field, field.getFullName() + " " + reason + ": state belongs to an object")));
                    }
                })
                .allowEmptyShould(true);
    }

    private static Optional<String> mutability(JavaField field) {
        if (field.getModifiers().contains(JavaModifier.SYNTHETIC)) {
            return Optional.empty();
        }
        if (!field.getModifiers().contains(JavaModifier.FINAL)) {
            return Optional.of("is not final");
        }
        JavaClass type = field.getRawType();
        // The elements of an array can be replaced; a private one can be seen to be constant in its own file.
        if (type.isArray() && !field.getModifiers().contains(JavaModifier.PRIVATE)) {
            return Optional.of("is an array that others can change");
        }
        return isMutable(type) ? Optional.of("has the mutable type " + type.getName()) : Optional.empty();
    }

    private static boolean isMutable(JavaClass type) {
        boolean container = type.isAssignableTo("java.util.Collection")
                || type.isAssignableTo("java.util.Map")
                || type.isAssignableTo("java.util.concurrent.locks.Lock");
        return (container && !POSSIBLY_IMMUTABLE.contains(type.getName()))
                || type.getPackageName().equals("java.util.concurrent.atomic")
                || MUTABLE.stream().anyMatch(type::isAssignableTo);
    }
}
