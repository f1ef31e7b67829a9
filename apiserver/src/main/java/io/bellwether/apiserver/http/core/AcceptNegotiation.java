package io.bellwether.apiserver.http.core;

import io.bellwether.apiserver.endpoint.MediaRange;
import io.bellwether.apiserver.request.OutputFormat;
import io.bellwether.apiserver.request.OutputFormat.IncludeObject;
import io.bellwether.apiserver.request.OutputFormat.Media;
import io.bellwether.apiserver.request.OutputFormat.Transform;
import io.bellwether.apiserver.request.Verb;
import java.util.List;
import java.util.Optional;

/** Chooses the form of an answer: the first one that the client takes and that we have. */
public final class AcceptNegotiation {

    /** What is listed when nothing fits. */
    public static final List<String> OFFERED = List.of("application/json", "application/yaml");

    private static final String JSON = "application/json";
    private static final String YAML = "application/yaml";

    private AcceptNegotiation() {}

    /**
     * The form; empty: nothing that the client takes can be served.
     *
     * @param accept the header; empty: anything
     * @param includeObject the parameter of that name; empty: metadata
     */
    public static Optional<OutputFormat> negotiate(String accept, String includeObject, Verb verb) {
        if (accept.isEmpty() || accept.equals(JSON) || accept.equals("*/*")) {
            return Optional.of(OutputFormat.JSON);
        }
        Optional<IncludeObject> include = include(includeObject);
        if (include.isEmpty()) {
            return Optional.empty();
        }
        for (MediaRange range : MediaRange.parse(accept)) {
            Optional<OutputFormat> format = format(range, include.get(), verb);
            if (format.isPresent()) {
                return format;
            }
        }
        return Optional.empty();
    }

    private static Optional<OutputFormat> format(MediaRange range, IncludeObject include, Verb verb) {
        Optional<Media> media = media(range, verb);
        if (media.isEmpty()) {
            return Optional.empty();
        }
        String as = range.parameter("as");
        if (as.isEmpty()) {
            return Optional.of(media.get() == Media.JSON ? OutputFormat.JSON : OutputFormat.YAML);
        }
        String version = range.parameter("v");
        if (!range.parameter("g").equals("meta.k8s.io") || !(version.equals("v1") || version.equals("v1beta1"))) {
            return Optional.empty();
        }
        return transform(as).map(transform -> new OutputFormat(media.get(), transform, version, include));
    }

    /** A stream of YAML documents has no framing that a client could rely on: a watch is JSON. */
    private static Optional<Media> media(MediaRange range, Verb verb) {
        if (range.includes(JSON)) {
            return Optional.of(Media.JSON);
        }
        return range.includes(YAML) && verb != Verb.WATCH ? Optional.of(Media.YAML) : Optional.empty();
    }

    private static Optional<Transform> transform(String as) {
        return switch (as) {
            case "Table" -> Optional.of(Transform.TABLE);
            case "PartialObjectMetadata", "PartialObjectMetadataList" -> Optional.of(Transform.PARTIAL_METADATA);
            default -> Optional.empty();
        };
    }

    private static Optional<IncludeObject> include(String parameter) {
        return switch (parameter) {
            case "", "Metadata" -> Optional.of(IncludeObject.METADATA);
            case "None" -> Optional.of(IncludeObject.NONE);
            case "Object" -> Optional.of(IncludeObject.OBJECT);
            default -> Optional.empty();
        };
    }
}
