package io.bellwether.apimachinery.codec;

import java.util.Locale;
import java.util.Optional;

/** The forms in which a body may come. */
public enum MediaType {
    JSON("application/json"),
    YAML("application/yaml"),
    /** Of requests only; answers are never written in it. */
    PROTOBUF("application/vnd.kubernetes.protobuf");

    private final String wireName;

    MediaType(String wireName) {
        this.wireName = wireName;
    }

    /** The name in headers, without parameters. */
    public String wireName() {
        return wireName;
    }

    /**
     * The form that a {@code Content-Type} names; its parameters are ignored, and the empty text means JSON. Empty when
     * the form is unknown.
     */
    public static Optional<MediaType> ofContentType(String contentType) {
        int semicolon = contentType.indexOf(';');
        String type = (semicolon < 0 ? contentType : contentType.substring(0, semicolon))
                .strip()
                .toLowerCase(Locale.ROOT);
        return switch (type) {
            case "", "application/json" -> Optional.of(JSON);
            case "application/yaml" -> Optional.of(YAML);
            case "application/vnd.kubernetes.protobuf" -> Optional.of(PROTOBUF);
            default -> Optional.empty();
        };
    }
}
