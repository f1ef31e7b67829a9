package io.bellwether.apimachinery.patch;

import java.util.Locale;
import java.util.Optional;

/** The kinds of patches that {@link Patch} applies, by media type. */
public enum PatchType {
    /** A list of operations (RFC 6902). */
    JSON("application/json-patch+json"),
    /** A tree of new values, null for removal (RFC 7386). */
    MERGE("application/merge-patch+json"),
    /** A merge patch that knows how lists merge; for kinds that say so only. */
    STRATEGIC("application/strategic-merge-patch+json");

    private final String mediaType;

    PatchType(String mediaType) {
        this.mediaType = mediaType;
    }

    /** The media type, without parameters. */
    public String mediaType() {
        return mediaType;
    }

    /** The type that a {@code Content-Type} names; its parameters are ignored. Empty when it is none of these. */
    public static Optional<PatchType> ofContentType(String contentType) {
        int semicolon = contentType.indexOf(';');
        String type = (semicolon < 0 ? contentType : contentType.substring(0, semicolon))
                .strip()
                .toLowerCase(Locale.ROOT);
        for (PatchType each : values()) {
            if (each.mediaType.equals(type)) {
                return Optional.of(each);
            }
        }
        return Optional.empty();
    }
}
