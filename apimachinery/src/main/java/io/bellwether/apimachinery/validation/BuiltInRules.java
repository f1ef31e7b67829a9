package io.bellwether.apimachinery.validation;

import io.bellwether.apimachinery.GroupVersionKind;

/** Finds the rules of a kind. */
final class BuiltInRules {

    private BuiltInRules() {}

    static KindRules of(GroupVersionKind kind) {
        return switch (kind.apiVersion() + "/" + kind.kind()) {
            case "v1/Namespace" -> new NamespaceRules();
            case "v1/ConfigMap" -> new ConfigMapRules();
            case "v1/Secret" -> new SecretRules();
            case "v1/Event" -> new EventRules();
            case "coordination.k8s.io/v1/Lease" -> new LeaseRules();
            default -> new PlainRules();
        };
    }
}
