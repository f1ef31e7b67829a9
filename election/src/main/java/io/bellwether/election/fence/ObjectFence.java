package io.bellwether.election.fence;

import io.bellwether.apimachinery.ApiObject;
import io.bellwether.client.ApiClient;
import io.bellwether.client.Reply;
import io.bellwether.client.Request;
import io.bellwether.client.ResourcePath;
import io.bellwether.client.WriteOptions;
import io.bellwether.election.Leadership;
import io.bellwether.election.core.FencingToken;
import io.bellwether.election.core.LockRevision;
import io.bellwether.execution.Deadline;
import java.util.function.UnaryOperator;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A leader's updates of a Kubernetes object on any API server: the object itself remembers the greatest token.
 *
 * <p>Shape: {@link #update} reads the object, refuses when its annotation {@value #TOKEN_ANNOTATION} is greater than
 * this term's token, and writes the change with this token over exactly the version that was read. So once a leader has
 * written, no earlier one's update is applied, however late it arrives (P3), as long as everybody writes through this
 * or an admission policy compares the annotation. Until its first write a deposed one's may still come. Our own API
 * server needs none of that: {@link io.bellwether.client.Fence} is exact from the moment of the handover.
 *
 * <p>Threads: safe from any thread; blocks.
 *
 * <p>Source: election §4.6.
 */
public record ObjectFence(ApiClient client, Leadership leadership) {

    /** Carries the greatest token on each object. */
    public static final String TOKEN_ANNOTATION = "coordination.bellwether.io/written-under-token";

    private static final int CONFLICT = 409;
    private static final int CONFLICT_LIMIT = 5;

    /** How an update ended. */
    public sealed interface Outcome {

        /** It is in force. */
        record Updated(ApiObject object) implements Outcome {}

        /** The term is over, or another one has written: it was not sent, and never may be. */
        record Deposed() implements Outcome {}

        /** The server refused or did not answer, or others wrote {@value #CONFLICT_LIMIT} times in between. */
        record Failed(Reply reply) implements Outcome {}
    }

    /**
     * Changes an object.
     *
     * @param change makes the new object of the present one; called again when somebody else wrote in between. It must
     *     keep the resourceVersion
     */
    public Outcome update(ResourcePath path, UnaryOperator<ApiObject> change, Deadline deadline)
            throws InterruptedException {
        Reply last = client.send(new Request.Get(path), deadline);
        for (int attempt = 0; attempt < CONFLICT_LIMIT; attempt++) {
            if (!(last instanceof Reply.Success found)) {
                return new Outcome.Failed(last);
            }
            if (!leadership.isValid() || isWrittenLater(found.object())) {
                return new Outcome.Deposed();
            }
            ApiObject next = marked(change.apply(found.object()));
            Reply reply = client.send(new Request.Update(path, next, WriteOptions.DEFAULT), deadline);
            if (reply instanceof Reply.Success success) {
                return new Outcome.Updated(success.object());
            }
            boolean isConflict =
                    reply instanceof Reply.Failure failure && failure.status().code() == CONFLICT;
            if (!isConflict) {
                return new Outcome.Failed(reply);
            }
            last = attempt + 1 < CONFLICT_LIMIT ? client.send(new Request.Get(path), deadline) : reply;
        }
        return new Outcome.Failed(last);
    }

    private boolean isWrittenLater(ApiObject object) {
        long written = object.annotation(TOKEN_ANNOTATION)
                .map(text -> LockRevision.of(text).order())
                .orElse(LockRevision.UNORDERED);
        return new FencingToken(written).compareTo(leadership.fencingToken()) > 0;
    }

    private ApiObject marked(ApiObject object) {
        String token = Long.toString(leadership.fencingToken().value());
        return object.editMetadata(metadata -> annotations(metadata).put(TOKEN_ANNOTATION, token));
    }

    private static ObjectNode annotations(ObjectNode metadata) {
        JsonNode present = metadata.path("annotations");
        return present instanceof ObjectNode annotations ? annotations : metadata.putObject("annotations");
    }
}
