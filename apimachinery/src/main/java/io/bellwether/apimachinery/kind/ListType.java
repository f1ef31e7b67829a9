package io.bellwether.apimachinery.kind;

/** What server-side apply owns of a list: the values of {@code x-kubernetes-list-type}. */
public enum ListType {
    /** The whole list. */
    ATOMIC("atomic"),
    /** Each value. */
    SET("set"),
    /** Each item, known by its key fields. */
    MAP("map");

    private final String wireName;

    ListType(String wireName) {
        this.wireName = wireName;
    }

    /** The name in OpenAPI. */
    public String wireName() {
        return wireName;
    }
}
