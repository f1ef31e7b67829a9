package io.bellwether.tests.architecture;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.AccessTarget;
import com.tngtech.archunit.core.domain.JavaAccess;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/** Methods, constructors and fields that a rule forbids. */
record Targets(List<Target> targets) {

    /** The name by which a constructor is found. */
    static final String NEW = "<init>";

    /**
     * Members of one class.
     *
     * @param owner the class that declares them, or through which they are used
     * @param names their names; none: every member
     */
    private record Target(String owner, Set<String> names) {
        boolean matches(AccessTarget target) {
            return target.getOwner().getName().equals(owner) && (names.isEmpty() || names.contains(target.getName()));
        }
    }

    static Targets none() {
        return new Targets(List.of());
    }

    Targets and(String owner, String... names) {
        List<Target> more = new ArrayList<>(targets);
        more.add(new Target(owner, Set.copyOf(Arrays.asList(names))));
        return new Targets(List.copyOf(more));
    }

    DescribedPredicate<JavaAccess<?>> asPredicate(String description) {
        return DescribedPredicate.describe(
                description, access -> targets.stream().anyMatch(target -> target.matches(access.getTarget())));
    }
}
