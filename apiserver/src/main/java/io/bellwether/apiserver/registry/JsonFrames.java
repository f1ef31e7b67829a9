package io.bellwether.apiserver.registry;

import io.bellwether.apimachinery.Status;
import io.bellwether.apimachinery.json.Trees;
import io.bellwether.apiserver.storage.StoredObject;
import io.bellwether.apiserver.watchcache.FrameFormat;
import io.bellwether.apiserver.watchcache.core.EventType;
import io.bellwether.store.Bytes;
import io.bellwether.store.KeyValue;
import io.bellwether.store.Revision;
import java.nio.charset.StandardCharsets;

/**
 * Events with the object itself: the stored bytes with the resourceVersion spliced in, never parsed.
 *
 * @param apiVersion of the kind, for bookmarks
 * @param kind for bookmarks
 */
record JsonFrames(String apiVersion, String kind) implements FrameFormat {

    private static final byte[] END = {'}', '\n'};

    @Override
    public Bytes event(EventType type, KeyValue object, Revision revision) {
        StoredObject stored = new StoredObject(object);
        byte[] start = start(type.name());
        byte[] frame = new byte[start.length + stored.jsonSize(revision) + END.length];
        System.arraycopy(start, 0, frame, 0, start.length);
        int end = stored.copyJson(frame, start.length, revision);
        System.arraycopy(END, 0, frame, end, END.length);
        return Bytes.wrap(frame);
    }

    @Override
    public Bytes bookmark(Revision revision, Bookmark what) {
        return frame("BOOKMARK", bookmarkJson(apiVersion, kind, revision, what).getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public Bytes error(Status status) {
        return errorFrame(status);
    }

    /** An object with nothing but its kind and how far a watch has come. */
    static String bookmarkJson(String apiVersion, String kind, Revision revision, Bookmark what) {
        String annotations = switch (what) {
            case PROGRESS -> "";
            case INITIAL_EVENTS_END -> ",\"annotations\":{\"k8s.io/initial-events-end\":\"true\"}";
        };
        return "{\"kind\":\"" + kind + "\",\"apiVersion\":\"" + apiVersion + "\",\"metadata\":{\"resourceVersion\":\""
                + revision + "\",\"creationTimestamp\":null" + annotations + "}}";
    }

    /** An ERROR event, the same in every format. */
    static Bytes errorFrame(Status status) {
        return frame("ERROR", Trees.write(status.toObject().json()));
    }

    /** One event of this type around the object's JSON. */
    static Bytes frame(String type, byte[] json) {
        byte[] start = start(type);
        byte[] frame = new byte[start.length + json.length + END.length];
        System.arraycopy(start, 0, frame, 0, start.length);
        System.arraycopy(json, 0, frame, start.length, json.length);
        System.arraycopy(END, 0, frame, start.length + json.length, END.length);
        return Bytes.wrap(frame);
    }

    private static byte[] start(String type) {
        return ("{\"type\":\"" + type + "\",\"object\":").getBytes(StandardCharsets.US_ASCII);
    }
}
