package io.bellwether.client;

/** The languages of patches, as media types. */
public enum PatchFormat {
    /** RFC 6902: a list of operations, which may test before they change. */
    JSON("application/json-patch+json"),
    /** RFC 7386: the fields given replace, null removes. */
    MERGE("application/merge-patch+json"),
    /** As MERGE, but lists are merged by the keys of their kind. */
    STRATEGIC("application/strategic-merge-patch+json"),
    /** Server-side apply: the whole intent of one field manager. */
    APPLY("application/apply-patch+yaml");

    private final String mediaType;

    PatchFormat(String mediaType) {
        this.mediaType = mediaType;
    }

    String mediaType() {
        return mediaType;
    }
}
