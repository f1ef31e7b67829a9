package io.bellwether.apiserver.storage;

import io.bellwether.store.Key;
import io.bellwether.store.KeyRange;
import java.util.Optional;

/**
 * Where the objects of one resource lie: {@code /registry/<group or core>/<resource>/[<namespace>/]<name>}.
 *
 * <p>Errors: a segment that could leave the collection (empty, {@code .}, {@code ..}, with a slash) is refused with
 * {@link IllegalArgumentException}; requests with such names are refused before they come here.
 *
 * @param group the API group, {@code core} for the group without a name
 * @param resource the plural
 */
public record ResourceKeys(String group, String resource, boolean namespaced) {

    /** Where all objects lie. */
    public static final String ROOT = "/registry/";

    public ResourceKeys {
        checkSegment(group);
        checkSegment(resource);
    }

    /** The keys of a resource; the empty group is {@code core}. */
    public static ResourceKeys of(String apiGroup, String resource, boolean namespaced) {
        return new ResourceKeys(apiGroup.isEmpty() ? "core" : apiGroup, resource, namespaced);
    }

    /** Whether the text can be a namespace or name in a key. */
    public static boolean isSegment(String text) {
        return !text.isEmpty()
                && !text.equals(".")
                && !text.equals("..")
                && text.indexOf('/') < 0
                && text.chars().allMatch(c -> c > ' ' && c < 0x7f);
    }

    /**
     * The part of a key before namespace and name, with its last slash; empty when the key is not below {@link #ROOT}.
     */
    public static Optional<String> collectionOf(Key key) {
        String text = key.value();
        if (!text.startsWith(ROOT)) {
            return Optional.empty();
        }
        int afterGroup = text.indexOf('/', ROOT.length());
        int afterResource = afterGroup < 0 ? -1 : text.indexOf('/', afterGroup + 1);
        return afterResource < 0 ? Optional.empty() : Optional.of(text.substring(0, afterResource + 1));
    }

    /** The start of every key of this resource, with its last slash. */
    public String prefix() {
        return ROOT + group + "/" + resource + "/";
    }

    /** The key of an object. */
    public Key key(Optional<String> namespace, String name) {
        checkSegment(name);
        return new Key(prefix(namespace) + name);
    }

    /** The objects of a namespace, or all of them. */
    public KeyRange range(Optional<String> namespace) {
        return KeyRange.prefix(prefix(namespace));
    }

    /** The start of every key of a namespace, or of all of them. */
    public String prefix(Optional<String> namespace) {
        if (namespace.isEmpty()) {
            return prefix();
        }
        if (!namespaced) {
            throw new IllegalArgumentException(resource + " has no namespaces");
        }
        checkSegment(namespace.get());
        return prefix() + namespace.get() + "/";
    }

    /** The name in a key of this resource. */
    public String name(Key key) {
        return key.value().substring(key.value().lastIndexOf('/') + 1);
    }

    /** The namespace in a key of this resource; empty for a resource without namespaces. */
    public String namespace(Key key) {
        return namespaced ? key.value().substring(prefix().length(), key.value().lastIndexOf('/')) : "";
    }

    private static void checkSegment(String text) {
        if (!isSegment(text)) {
            throw new IllegalArgumentException("not a segment of a key: " + text);
        }
    }
}
