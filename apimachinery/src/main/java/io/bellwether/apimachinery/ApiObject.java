package io.bellwether.apimachinery;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.node.StringNode;

/**
 * One object of any kind: an immutable view of its JSON tree.
 *
 * <p>Shape: the constructor does not copy. Whoever hands a tree over must not change it afterwards, and nobody may
 * change what {@link #json()} returns: trees are shared between caches and requests. A change is {@link #edit}, which
 * copies. Accessors of text answer the empty string where the field is absent or of another type, so that they are safe
 * on trees that no descriptor has checked.
 *
 * <p>Threads: any, as long as the tree is left alone.
 */
public final class ApiObject {

    private final ObjectNode json;

    /** An object over the given tree, which is taken over, not copied. */
    public ApiObject(ObjectNode json) {
        this.json = Objects.requireNonNull(json, "json");
    }

    /** The tree itself: shared, never to be changed. */
    public ObjectNode json() {
        return json;
    }

    /** A deep copy of the tree, which the caller owns. */
    public ObjectNode copyOfJson() {
        return json.deepCopy();
    }

    /** A new object: a deep copy of this one, changed by the given function. */
    public ApiObject edit(Consumer<ObjectNode> change) {
        ObjectNode copy = json.deepCopy();
        change.accept(copy);
        return new ApiObject(copy);
    }

    /**
     * A new object whose metadata is changed by the given function. Only the root and the metadata are copied;
     * everything else is shared with this object, so the function must touch the metadata only.
     */
    public ApiObject editMetadata(Consumer<ObjectNode> change) {
        ObjectNode root = json.objectNode();
        ObjectNode metadata =
                json.get("metadata") instanceof ObjectNode present ? present.deepCopy() : json.objectNode();
        change.accept(metadata);
        json.forEachEntry((name, value) -> {
            root.set(name, name.equals("metadata") ? metadata : value);
        });
        if (!root.has("metadata")) {
            root.set("metadata", metadata);
        }
        return new ApiObject(root);
    }

    /** The field {@code apiVersion}; empty when absent. */
    public String apiVersion() {
        return text(json, "apiVersion");
    }

    /** The field {@code kind}; empty when absent. */
    public String kind() {
        return text(json, "kind");
    }

    /** What {@code apiVersion} and {@code kind} name. */
    public GroupVersionKind groupVersionKind() {
        return GroupVersionKind.of(apiVersion(), kind());
    }

    /** The field {@code metadata.name}; empty when absent. */
    public String name() {
        return metadataText("name");
    }

    /** The field {@code metadata.generateName}; empty when absent. */
    public String generateName() {
        return metadataText("generateName");
    }

    /** The namespace; empty for cluster-scoped objects. */
    public String namespace() {
        return metadataText("namespace");
    }

    /** The field {@code metadata.uid}; empty when absent. */
    public String uid() {
        return metadataText("uid");
    }

    /** The field {@code metadata.resourceVersion}; empty when absent. */
    public String resourceVersion() {
        return metadataText("resourceVersion");
    }

    /** The generation; 0 where it is absent. */
    public long generation() {
        JsonNode value = metadata().get("generation");
        return value != null && value.isIntegralNumber() && value.canConvertToLong() ? value.longValue() : 0;
    }

    /** Labels in the order of the object; values that are not text are left out. */
    public Map<String, String> labels() {
        return textMap(metadata().get("labels"));
    }

    /** Annotations in the order of the object; values that are not text are left out. */
    public Map<String, String> annotations() {
        return textMap(metadata().get("annotations"));
    }

    /** One annotation, without building the map of all. */
    public Optional<String> annotation(String key) {
        return metadata().get("annotations") instanceof ObjectNode annotations
                        && annotations.get(key) instanceof StringNode value
                ? Optional.of(value.stringValue())
                : Optional.empty();
    }

    /** Finalizers in the order of the object. */
    public List<String> finalizers() {
        JsonNode value = metadata().get("finalizers");
        if (value == null || !value.isArray()) {
            return List.of();
        }
        List<String> finalizers = new ArrayList<>(value.size());
        value.values().stream().filter(JsonNode::isString).forEach(each -> finalizers.add(each.stringValue()));
        return List.copyOf(finalizers);
    }

    /** Owner references in the order of the object. */
    public List<OwnerReference> ownerReferences() {
        JsonNode value = metadata().get("ownerReferences");
        if (value == null || !value.isArray()) {
            return List.of();
        }
        return value.values().stream()
                .filter(ObjectNode.class::isInstance)
                .map(each -> ownerReference((ObjectNode) each))
                .toList();
    }

    /** When the server accepted the object; empty where absent or unreadable. */
    public Optional<Instant> creationTimestamp() {
        return Times.parseSeconds(metadataText("creationTimestamp"));
    }

    /** When deletion was asked for; empty while the object is not being deleted. */
    public Optional<Instant> deletionTimestamp() {
        return Times.parseSeconds(metadataText("deletionTimestamp"));
    }

    /** Whether deletion has been asked for. */
    public boolean isDeleting() {
        return !metadataText("deletionTimestamp").isEmpty();
    }

    /** Seconds of grace of a deletion; empty where absent. */
    public OptionalLong deletionGracePeriodSeconds() {
        JsonNode value = metadata().get("deletionGracePeriodSeconds");
        return value != null && value.isIntegralNumber() && value.canConvertToLong()
                ? OptionalLong.of(value.longValue())
                : OptionalLong.empty();
    }

    /** The metadata; an empty tree of its own where it is absent. Never to be changed. */
    public ObjectNode metadata() {
        return json.get("metadata") instanceof ObjectNode metadata ? metadata : json.objectNode();
    }

    /** Whether both trees are equal; the order of fields does not matter. */
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof ApiObject that && json.equals(that.json);
    }

    @Override
    public int hashCode() {
        return json.hashCode();
    }

    /** Kind, namespace and name only: objects hold secrets. */
    @Override
    public String toString() {
        return kind() + " " + (namespace().isEmpty() ? name() : namespace() + "/" + name());
    }

    private String metadataText(String field) {
        return json.get("metadata") instanceof ObjectNode metadata ? text(metadata, field) : "";
    }

    private static String text(ObjectNode node, String field) {
        JsonNode value = node.get(field);
        return value != null && value.isString() ? value.stringValue() : "";
    }

    private static Map<String, String> textMap(@Nullable JsonNode node) {
        if (!(node instanceof ObjectNode object) || object.isEmpty()) {
            return Map.of();
        }
        Map<String, String> map = LinkedHashMap.newLinkedHashMap(object.size());
        object.forEachEntry((key, value) -> {
            if (value.isString()) {
                map.put(key, value.stringValue());
            }
        });
        return map;
    }

    private static OwnerReference ownerReference(ObjectNode node) {
        return new OwnerReference(
                text(node, "apiVersion"),
                text(node, "kind"),
                text(node, "name"),
                text(node, "uid"),
                node.path("controller").asBoolean(false),
                node.path("blockOwnerDeletion").asBoolean(false));
    }
}
