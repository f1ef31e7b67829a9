package io.bellwether.apiserver.registry;

import io.bellwether.apimachinery.Status;
import io.bellwether.apimachinery.json.Trees;
import io.bellwether.apimachinery.table.PartialMetadata;
import io.bellwether.apiserver.storage.StorageCodec;
import io.bellwether.apiserver.watchcache.FrameFormat;
import io.bellwether.apiserver.watchcache.core.EventType;
import io.bellwether.store.Bytes;
import io.bellwether.store.KeyValue;
import io.bellwether.store.Revision;
import java.nio.charset.StandardCharsets;

/**
 * Events with nothing but the object's metadata.
 *
 * @param codec of the kind
 * @param version of {@code meta.k8s.io}
 */
record MetadataFrames(StorageCodec codec, String version) implements FrameFormat {

    @Override
    public Bytes event(EventType type, KeyValue object, Revision revision) {
        return JsonFrames.frame(
                type.name(),
                Trees.write(PartialMetadata.of(codec.decode(object, revision), version)
                        .json()));
    }

    @Override
    public Bytes bookmark(Revision revision, Bookmark what) {
        String json = JsonFrames.bookmarkJson("meta.k8s.io/" + version, PartialMetadata.KIND, revision, what);
        return JsonFrames.frame("BOOKMARK", json.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public Bytes error(Status status) {
        return JsonFrames.errorFrame(status);
    }
}
