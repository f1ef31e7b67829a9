package io.bellwether.spring.boot.starter;

import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.endpoint.SecurityContext;
import org.springframework.boot.actuate.health.AdditionalHealthEndpointPath;
import org.springframework.boot.actuate.health.HealthEndpointGroup;
import org.springframework.boot.actuate.health.HealthEndpointGroups;
import org.springframework.boot.actuate.health.HttpCodeStatusMapper;
import org.springframework.boot.actuate.health.StatusAggregator;

/** The groups as they are, with the election in {@code liveness} and out of {@code readiness}. */
record LivenessGroups(HealthEndpointGroups groups) implements HealthEndpointGroups {

    static final String CONTRIBUTOR = "leaderElection";

    @Override
    public HealthEndpointGroup getPrimary() {
        return groups.getPrimary();
    }

    @Override
    public Set<String> getNames() {
        return groups.getNames();
    }

    @Override
    public @Nullable HealthEndpointGroup get(String name) {
        HealthEndpointGroup group = groups.get(name);
        if (group == null) {
            return null;
        }
        return switch (name) {
            case "liveness" -> new Group(group, true);
            case "readiness" -> new Group(group, false);
            default -> group;
        };
    }

    /** A group with or without the election. */
    private record Group(HealthEndpointGroup group, boolean hasElection) implements HealthEndpointGroup {

        @Override
        public boolean isMember(String name) {
            return name.equals(CONTRIBUTOR) ? hasElection : group.isMember(name);
        }

        @Override
        public boolean showComponents(SecurityContext securityContext) {
            return group.showComponents(securityContext);
        }

        @Override
        public boolean showDetails(SecurityContext securityContext) {
            return group.showDetails(securityContext);
        }

        @Override
        public StatusAggregator getStatusAggregator() {
            return group.getStatusAggregator();
        }

        @Override
        public HttpCodeStatusMapper getHttpCodeStatusMapper() {
            return group.getHttpCodeStatusMapper();
        }

        @Override
        public @Nullable AdditionalHealthEndpointPath getAdditionalPath() {
            return group.getAdditionalPath();
        }
    }
}
