package io.bellwether.benchmarks.object;

import io.bellwether.apimachinery.ApiObject;
import io.bellwether.apimachinery.GroupVersionKind;
import io.bellwether.apimachinery.codec.Decoded;
import io.bellwether.apimachinery.codec.FieldValidation;
import io.bellwether.apimachinery.codec.MediaType;
import io.bellwether.apimachinery.codec.ObjectCodec;
import io.bellwether.apimachinery.kind.KindCatalog;
import io.bellwether.apimachinery.kind.KindDescriptor;
import io.bellwether.apimachinery.patch.Patch;
import io.bellwether.apimachinery.patch.PatchType;
import io.bellwether.apimachinery.selector.LabelSelector;
import io.bellwether.apiserver.storage.StorageCodec;
import io.bellwether.apiserver.storage.StoredObject;
import io.bellwether.store.Bytes;
import io.bellwether.store.KeyValue;
import io.bellwether.store.Revision;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Question: what does a ConfigMap of 1 KB cost where it is decoded, encoded, patched, selected, and read with its
 * resourceVersion? {@link #readByParsing} is what {@link #readBySplicing} saves.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class ObjectPathBenchmark {

    private static final Revision CREATED = new Revision(4_711);
    private static final Revision MODIFIED = new Revision(1_234_567);

    private final KindDescriptor kind = KindCatalog.builtIn()
            .find(new GroupVersionKind("", "v1", "ConfigMap"))
            .orElseThrow();
    private final StorageCodec storage = new StorageCodec(kind);
    private final byte[] body =
            bytes("{\"apiVersion\":\"v1\",\"kind\":\"ConfigMap\",\"metadata\":{\"name\":\"measured\","
                    + "\"namespace\":\"default\",\"uid\":\"0b5c1f6e-52f4-4d0f-9a3e-2f1d7c6b5a49\","
                    + "\"creationTimestamp\":\"2026-01-02T03:04:05Z\",\"labels\":{\"app\":\"web\",\"tier\":\"front\"}},"
                    + "\"data\":{\"filler\":\"" + "x".repeat(800) + "\",\"color\":\"red\"}}");
    private final byte[] patch = bytes("{\"data\":{\"color\":\"blue\"},\"metadata\":{\"labels\":{\"tier\":null}}}");
    private final LabelSelector selector = LabelSelector.parse("app=web,tier in (front, back),!hidden");
    private final ApiObject object = ObjectCodec.decode(body, MediaType.JSON, kind, FieldValidation.STRICT)
            .object();
    private final KeyValue entry = new KeyValue(
            storage.keys().key(Optional.of("default"), "measured"), storage.encode(object), CREATED, MODIFIED);
    private final StoredObject stored = new StoredObject(entry);

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** The body of a create: parse, prune, check strictly. */
    @Benchmark
    public Decoded decodeBody() {
        return ObjectCodec.decode(body, MediaType.JSON, kind, FieldValidation.STRICT);
    }

    /** What a write puts into the store. */
    @Benchmark
    public Bytes encodeForStore() {
        return storage.encode(object);
    }

    /** A strategic merge patch, its result decoded again. */
    @Benchmark
    public Decoded applyStrategicPatch() {
        return Patch.apply(PatchType.STRATEGIC, object, patch, kind, FieldValidation.STRICT);
    }

    /** The answer to a get, and the object in a watch event: stored bytes with the resourceVersion in between. */
    @Benchmark
    public Bytes readBySplicing() {
        return stored.json(MODIFIED);
    }

    /** The same by parsing the stored bytes and writing the tree. */
    @Benchmark
    public byte[] readByParsing() {
        return ObjectCodec.encodeJson(storage.decode(entry));
    }

    /** A watch's or list's selector on an object that is not parsed for it. */
    @Benchmark
    public boolean selectByLabels() {
        return selector.matches(stored.labels());
    }
}
