package io.bellwether.apiserver.registry;

import io.bellwether.apimachinery.ApiObject;
import io.bellwether.apimachinery.Status;
import io.bellwether.apimachinery.codec.ObjectCodec;
import io.bellwether.apimachinery.table.PartialMetadata;
import io.bellwether.apimachinery.table.TableConverter;
import io.bellwether.apiserver.request.OutputFormat;
import io.bellwether.apiserver.request.ResourceResponse;
import io.bellwether.apiserver.storage.StoredObject;
import io.bellwether.apiserver.watchcache.FrameFormat;
import io.bellwether.execution.Clock;
import io.bellwether.store.Bytes;
import java.util.List;

/**
 * Writes answers in the form that was negotiated.
 *
 * <p>Shape: plain JSON of a stored object is its bytes with the resourceVersion spliced in; every other form parses it.
 *
 * <p>Threads: immutable.
 *
 * @param clock for the ages in tables
 */
record Rendering(Clock clock) {

    /** An answer of one object. */
    ResourceResponse single(
            ServedKind kind, int httpStatus, Persisted object, OutputFormat output, List<String> warnings) {
        return new ResourceResponse.Single(httpStatus, body(kind, object, output), warnings);
    }

    /** An answer of a Status, which no form transforms. */
    ResourceResponse status(Status status, OutputFormat output, List<String> warnings) {
        return new ResourceResponse.Single(status.code(), document(status.toObject(), output), warnings);
    }

    /** A list that writes itself. */
    ResourceResponse listing(ServedKind kind, Page page, OutputFormat output, List<String> warnings) {
        return new ResourceResponse.Listing(new ListDocument(kind, page, output, clock.wallTime()), warnings);
    }

    /**
     * The form of a watch's events.
     *
     * @throws io.bellwether.apimachinery.StatusException 406 for YAML, which has no streams
     */
    FrameFormat frames(ServedKind kind, OutputFormat output) {
        if (output.media() == OutputFormat.Media.YAML) {
            throw Status.notAcceptable(List.of("application/json")).asException();
        }
        return switch (output.transform()) {
            case NONE ->
                new JsonFrames(kind.descriptor().apiVersion(), kind.descriptor().kind());
            case PARTIAL_METADATA -> new MetadataFrames(kind.codec(), output.version());
            case TABLE -> new TableFrames(kind.codec(), table(kind, output), clock);
        };
    }

    /** How objects of the kind are shown in tables of this form. */
    static TableConverter table(ServedKind kind, OutputFormat output) {
        TableConverter.RowObject rowObject = switch (output.includeObject()) {
            case NONE -> TableConverter.RowObject.NONE;
            case METADATA -> TableConverter.RowObject.METADATA;
            case OBJECT -> TableConverter.RowObject.OBJECT;
        };
        return new TableConverter(kind.descriptor(), output.version(), rowObject);
    }

    private Bytes body(ServedKind kind, Persisted object, OutputFormat output) {
        boolean plain = output.media() == OutputFormat.Media.JSON && output.transform() == OutputFormat.Transform.NONE;
        if (plain && object instanceof Persisted.Stored stored) {
            return new StoredObject(stored.entry()).json(stored.entry().modRevision());
        }
        ApiObject parsed = switch (object) {
            case Persisted.Stored stored -> kind.codec().decode(stored.entry());
            case Persisted.Imagined imagined -> imagined.object();
        };
        return document(transformed(kind, parsed, output), output);
    }

    private ApiObject transformed(ServedKind kind, ApiObject object, OutputFormat output) {
        return switch (output.transform()) {
            case NONE -> object;
            case PARTIAL_METADATA -> PartialMetadata.of(object, output.version());
            case TABLE ->
                new ApiObject(table(kind, output).table(object, clock.wallTime(), TableConverter.Headings.GIVEN));
        };
    }

    private static Bytes document(ApiObject object, OutputFormat output) {
        return Bytes.wrap(
                switch (output.media()) {
                    case JSON -> ObjectCodec.encodeJson(object);
                    case YAML -> ObjectCodec.encodeYaml(object);
                });
    }
}
