package io.bellwether.apimachinery.kind;

import io.bellwether.apimachinery.GroupKind;
import io.bellwether.apimachinery.GroupResource;
import io.bellwether.apimachinery.GroupVersion;
import io.bellwether.apimachinery.GroupVersionKind;
import io.bellwether.apimachinery.GroupVersionResource;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * Everything that the machinery knows of a kind: data, from which decoding, validation of types, patches, Table, field
 * selectors, discovery and OpenAPI follow.
 *
 * @param groupVersionKind its identity
 * @param names what it is called
 * @param scope whether its objects live in namespaces
 * @param verbs what can be done with it, as discovery lists them
 * @param traits what it allows beyond the common rules
 * @param schema the type of its objects, {@code apiVersion}, {@code kind} and {@code metadata} included
 * @param columns of its Table
 * @param selectableFields what field selectors may name, {@code metadata.name} (and for namespaced kinds
 *     {@code metadata.namespace}) first
 * @param subresources its parts with paths of their own
 */
public record KindDescriptor(
        GroupVersionKind groupVersionKind,
        ResourceNames names,
        Scope scope,
        List<String> verbs,
        Set<Trait> traits,
        Schema.Struct schema,
        List<Column> columns,
        List<SelectableField> selectableFields,
        List<Subresource> subresources) {

    public KindDescriptor {
        Objects.requireNonNull(groupVersionKind, "groupVersionKind");
        Objects.requireNonNull(names, "names");
        Objects.requireNonNull(scope, "scope");
        verbs = List.copyOf(verbs);
        traits = Set.copyOf(traits);
        Objects.requireNonNull(schema, "schema");
        columns = List.copyOf(columns);
        selectableFields = List.copyOf(selectableFields);
        subresources = List.copyOf(subresources);
    }

    /** The API group; empty: the core group. */
    public String group() {
        return groupVersionKind.group();
    }

    /** The API version. */
    public String version() {
        return groupVersionKind.version();
    }

    /** The name of the type. */
    public String kind() {
        return groupVersionKind.kind();
    }

    /** The segment of URLs. */
    public String plural() {
        return names.plural();
    }

    /** The value of {@code apiVersion} of its objects. */
    public String apiVersion() {
        return groupVersionKind.apiVersion();
    }

    /** The kind of its lists. */
    public String listKind() {
        return groupVersionKind.kind() + "List";
    }

    /** Group and version together. */
    public GroupVersion groupVersion() {
        return groupVersionKind.groupVersion();
    }

    /** The type, whatever its version. */
    public GroupKind groupKind() {
        return groupVersionKind.groupKind();
    }

    /** The resource by which URLs name it. */
    public GroupVersionResource groupVersionResource() {
        return new GroupVersionResource(group(), version(), plural());
    }

    /** The resource, whatever its version. */
    public GroupResource groupResource() {
        return new GroupResource(group(), plural());
    }

    /** Whether its objects live in namespaces. */
    public boolean isNamespaced() {
        return scope == Scope.NAMESPACED;
    }

    /** Whether the kind has that trait. */
    public boolean has(Trait trait) {
        return traits.contains(trait);
    }

    /** The subresource of that name. */
    public Optional<Subresource> subresource(String name) {
        return subresources.stream().filter(each -> each.name().equals(name)).findFirst();
    }
}
