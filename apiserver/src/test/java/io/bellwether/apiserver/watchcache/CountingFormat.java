package io.bellwether.apiserver.watchcache;

import io.bellwether.apimachinery.Status;
import io.bellwether.apiserver.watchcache.core.EventType;
import io.bellwether.store.Bytes;
import io.bellwether.store.KeyValue;
import io.bellwether.store.Revision;

/** Writes events as short text and counts how often it does. Owned by one thread. */
final class CountingFormat implements FrameFormat {

    int written;

    @Override
    public Bytes event(EventType type, KeyValue object, Revision revision) {
        written++;
        return Bytes.utf8(type + " " + object.key() + "@" + revision);
    }

    @Override
    public Bytes firstEvent(EventType type, KeyValue object, Revision revision) {
        return Bytes.utf8("FIRST " + type + " " + object.key() + "@" + revision);
    }

    @Override
    public Bytes bookmark(Revision revision, Bookmark kind) {
        return Bytes.utf8(kind + "@" + revision);
    }

    @Override
    public Bytes error(Status status) {
        return Bytes.utf8("ERROR " + status.code());
    }
}
