package io.bellwether.apiserver.registry;

import io.bellwether.apimachinery.ApiObject;
import io.bellwether.apimachinery.Status;
import io.bellwether.apimachinery.codec.ObjectCodec;
import io.bellwether.apimachinery.json.Trees;
import io.bellwether.apimachinery.table.TableConverter;
import io.bellwether.apimachinery.table.TableConverter.Headings;
import io.bellwether.apiserver.storage.StorageCodec;
import io.bellwether.apiserver.watchcache.FrameFormat;
import io.bellwether.apiserver.watchcache.core.EventType;
import io.bellwether.execution.Clock;
import io.bellwether.store.Bytes;
import io.bellwether.store.KeyValue;
import io.bellwether.store.Revision;
import java.nio.charset.StandardCharsets;

/**
 * Events with a Table of one row; the first event of a watch carries the headings.
 *
 * @param codec of the kind
 * @param table how objects become rows
 * @param clock for the ages
 */
record TableFrames(StorageCodec codec, TableConverter table, Clock clock) implements FrameFormat {

    @Override
    public Bytes event(EventType type, KeyValue object, Revision revision) {
        return frame(type.name(), codec.decode(object, revision), Headings.KNOWN);
    }

    @Override
    public Bytes firstEvent(EventType type, KeyValue object, Revision revision) {
        return frame(type.name(), codec.decode(object, revision), Headings.GIVEN);
    }

    @Override
    public Bytes bookmark(Revision revision, Bookmark what) {
        String json =
                JsonFrames.bookmarkJson(table.kind().apiVersion(), table.kind().kind(), revision, what);
        return frame("BOOKMARK", ObjectCodec.decodeUntyped(json.getBytes(StandardCharsets.UTF_8)), Headings.KNOWN);
    }

    @Override
    public Bytes error(Status status) {
        return JsonFrames.errorFrame(status);
    }

    private Bytes frame(String type, ApiObject object, Headings headings) {
        return JsonFrames.frame(type, Trees.write(table.table(object, clock.wallTime(), headings)));
    }
}
