package io.bellwether.benchmarks.handover;

import io.bellwether.benchmarks.http2.Http2Connection;
import io.bellwether.benchmarks.http2.Http2Exception;
import io.bellwether.benchmarks.http2.Request;
import io.bellwether.benchmarks.http2.ResponseListener;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.BlockingQueue;
import tools.jackson.databind.json.JsonMapper;

/**
 * Sees who holds a Lease, as a third party does: on a watch. The delay of a watch is in every instant alike, so that it
 * does not count in differences.
 *
 * <p>Threads: confined to the connection's reader thread; what it saw is in the queue.
 */
final class LeaseWatch implements ResponseListener {

    /** The holder changed; an empty name is a release. */
    record Held(String holder, long atNanos) {}

    private final BlockingQueue<Held> changes;
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();
    private String holder = "";

    private LeaseWatch(BlockingQueue<Held> changes) {
        this.changes = changes;
    }

    /** Begins to watch; the connection ends it. */
    static void start(Http2Connection connection, String namespace, String lease, BlockingQueue<Held> changes) {
        String path = "/apis/coordination.k8s.io/v1/namespaces/" + namespace
                + "/leases?watch=true&fieldSelector=metadata.name%3D" + lease;
        connection.send(Request.get(path), new LeaseWatch(changes));
    }

    @Override
    public void onStatus(int status) {
        if (status != 200) {
            throw new Http2Exception("the watch of the Lease was answered with " + status);
        }
    }

    @Override
    public void onData(byte[] buffer, int offset, int length) {
        long now = System.nanoTime();
        for (int position = offset; position < offset + length; position++) {
            if (buffer[position] == '\n') {
                event(line.toString(StandardCharsets.UTF_8), now);
                line.reset();
            } else {
                line.write(buffer[position]);
            }
        }
    }

    private void event(String json, long now) {
        String seen = JsonMapper.shared()
                .readTree(json)
                .path("object")
                .path("spec")
                .path("holderIdentity")
                .asString("");
        if (!seen.equals(holder)) {
            holder = seen;
            changes.add(new Held(seen, now));
        }
    }

    @Override
    public void onEnd() {
        throw new Http2Exception("the server ended the watch of the Lease");
    }

    @Override
    public void onFailure(Http2Exception failure) {
        // The end of the run, or the candidates will see it too; the runner's deadline catches it.
    }
}
