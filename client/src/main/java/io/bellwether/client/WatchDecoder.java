package io.bellwether.client;

import io.bellwether.apimachinery.ApiObject;
import io.bellwether.apimachinery.Status;
import io.bellwether.apimachinery.StatusReason;
import io.bellwether.apimachinery.json.Trees;
import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Cuts the bytes of a watch into lines and each line into a signal.
 *
 * <p>Units and limits: a line of more than {@value #LINE_LIMIT_BYTES} bytes ends the watch as broken; objects are at
 * most 3 MiB.
 *
 * <p>Threads: one at a time.
 */
final class WatchDecoder {

    private static final int LINE_LIMIT_BYTES = 64 << 20;
    private static final int GONE = 410;
    private static final String INITIAL_EVENTS_END = "k8s.io/initial-events-end";

    private final URI server;
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();
    private final Queue<WatchSignal> decoded = new ArrayDeque<>();

    WatchDecoder(URI server) {
        this.server = server;
    }

    /** The signals decoded and not yet taken, in order. */
    Queue<WatchSignal> decoded() {
        return decoded;
    }

    void append(List<ByteBuffer> buffers) {
        for (ByteBuffer buffer : buffers) {
            append(buffer);
        }
    }

    private void append(ByteBuffer buffer) {
        while (buffer.hasRemaining()) {
            byte next = buffer.get();
            if (next == '\n') {
                endLine();
            } else if (line.size() < LINE_LIMIT_BYTES) {
                line.write(next);
            } else {
                decoded.add(new WatchSignal.Ended(new WatchSignal.End.Broken(new Fault(
                        Fault.Kind.BROKEN,
                        server + ": an event is longer than " + LINE_LIMIT_BYTES + " bytes",
                        Optional.empty()))));
                return;
            }
        }
    }

    private void endLine() {
        if (line.size() > 0) {
            decoded.add(decode(line.toByteArray()));
            line.reset();
        }
    }

    private WatchSignal decode(byte[] event) {
        try {
            JsonNode json = Trees.read(event);
            return json.path("object") instanceof ObjectNode object
                    ? signal(json.path("type").asString(""), new ApiObject(object))
                    : malformed("an event without an object");
        } catch (JacksonException notJson) {
            return new WatchSignal.Ended(new WatchSignal.End.Broken(Faults.malformed(server, notJson)));
        }
    }

    private WatchSignal signal(String type, ApiObject object) {
        return switch (type) {
            case "ADDED" -> new WatchSignal.Changed(WatchSignal.Change.ADDED, object);
            case "MODIFIED" -> new WatchSignal.Changed(WatchSignal.Change.MODIFIED, object);
            case "DELETED" -> new WatchSignal.Changed(WatchSignal.Change.DELETED, object);
            case "BOOKMARK" ->
                new WatchSignal.Bookmark(
                        object.resourceVersion(),
                        object.annotation(INITIAL_EVENTS_END).orElse("").equals("true"));
            case "ERROR" -> new WatchSignal.Ended(refusal(Status.ofObject(object, 500), Optional.empty()));
            default -> malformed("an event of the unknown type " + type);
        };
    }

    /** Expired comes as 410 before the stream or as an error inside it; both mean the same. */
    static WatchSignal.End refusal(Status status, Optional<Duration> retryAfter) {
        boolean expired = status.code() == GONE || status.reason() == StatusReason.EXPIRED;
        return expired ? new WatchSignal.End.Expired(status) : new WatchSignal.End.Refused(status, retryAfter);
    }

    private WatchSignal malformed(String what) {
        return new WatchSignal.Ended(
                new WatchSignal.End.Broken(new Fault(Fault.Kind.BROKEN, server + ": " + what, Optional.empty())));
    }
}
