package io.bellwether.apiserver.request;

/**
 * The form of the answer that was negotiated.
 *
 * @param media how the answer is written
 * @param transform what is made of the objects first
 * @param version version of {@code meta.k8s.io} in which a Table or partial metadata are written: {@code v1} or
 *     {@code v1beta1}; {@code v1} without a transform
 * @param includeObject how much of the object a Table's row carries; of no effect otherwise
 */
public record OutputFormat(Media media, Transform transform, String version, IncludeObject includeObject) {

    /** Plain JSON. */
    public static final OutputFormat JSON = new OutputFormat(Media.JSON, Transform.NONE, "v1", IncludeObject.METADATA);

    /** Plain YAML. */
    public static final OutputFormat YAML = new OutputFormat(Media.YAML, Transform.NONE, "v1", IncludeObject.METADATA);

    public OutputFormat {
        if (!version.equals("v1") && !version.equals("v1beta1")) {
            throw new IllegalArgumentException("meta.k8s.io has v1 and v1beta1, not " + version);
        }
    }

    /** How an answer is written. */
    public enum Media {
        JSON,
        YAML
    }

    /** What is made of the objects. */
    public enum Transform {
        NONE,
        TABLE,
        PARTIAL_METADATA
    }

    /** How much of the object a Table's row carries. */
    public enum IncludeObject {
        NONE,
        METADATA,
        OBJECT
    }
}
