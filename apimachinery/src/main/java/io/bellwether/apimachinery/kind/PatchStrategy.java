package io.bellwether.apimachinery.kind;

/** How a strategic merge patch treats a list or map: the values of {@code x-kubernetes-patch-strategy}. */
public enum PatchStrategy {
    MERGE("merge"),
    REPLACE("replace"),
    RETAIN_KEYS("retainKeys");

    private final String wireName;

    PatchStrategy(String wireName) {
        this.wireName = wireName;
    }

    /** The name in OpenAPI. */
    public String wireName() {
        return wireName;
    }
}
