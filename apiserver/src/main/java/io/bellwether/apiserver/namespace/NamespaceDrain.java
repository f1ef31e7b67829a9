package io.bellwether.apiserver.namespace;

import io.bellwether.apimachinery.ApiObject;
import io.bellwether.apimachinery.StatusException;
import io.bellwether.apimachinery.StatusReason;
import io.bellwether.apimachinery.Times;
import io.bellwether.apimachinery.kind.KindDescriptor;
import io.bellwether.apiserver.namespace.core.Remainder;
import io.bellwether.apiserver.registry.ResourceService;
import io.bellwether.apiserver.storage.StorageCodec;
import io.bellwether.apiserver.storage.StoredObject;
import io.bellwether.apiserver.watchcache.Delivery;
import io.bellwether.apiserver.watchcache.Follower;
import io.bellwether.apiserver.watchcache.Scope;
import io.bellwether.apiserver.watchcache.Subscription;
import io.bellwether.apiserver.watchcache.WatchCache;
import io.bellwether.apiserver.watchcache.core.EventType;
import io.bellwether.execution.Clock;
import io.bellwether.store.KeyValue;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Empties namespaces that are being deleted, and lets them go when nothing is left.
 *
 * <p>Shape: once the deletion of a namespace is committed, no object can be created in it, and a cache that has seen
 * this commit has seen every object that ever was. So what this deletes is all there is, and an empty cache is proof
 * that the namespace may go.
 *
 * <p>Units and limits: a namespace that something holds is looked at again each {@link #RECHECK}.
 *
 * <p>Threads: one loop on the executor owns what is going. It works while the gate is open.
 */
public final class NamespaceDrain implements AutoCloseable {

    /** How long a namespace waits that something holds. */
    public static final Duration RECHECK = Duration.ofMillis(500);

    private static final Duration IDLE = Duration.ofMinutes(1);
    private static final Logger LOG = LoggerFactory.getLogger(NamespaceDrain.class);

    private final WatchCache cache;
    private final Follower follower;
    private final NamespaceClient client;
    private final Supplier<List<KindDescriptor>> namespacedKinds;
    private final StorageCodec namespaces;
    private final BooleanSupplier gate;
    private final Clock clock;
    private final Map<String, KeyValue> going = new LinkedHashMap<>();

    /**
     * A drain that does nothing until {@link #start}.
     *
     * @param namespace the kind Namespace
     * @param namespacedKinds every kind whose objects live in namespaces, asked anew each time
     * @param gate whether this process is the one that drains
     */
    public NamespaceDrain(
            WatchCache cache,
            ResourceService service,
            KindDescriptor namespace,
            Supplier<List<KindDescriptor>> namespacedKinds,
            BooleanSupplier gate,
            Clock clock) {
        this.cache = cache;
        this.client = new NamespaceClient(service, namespace, clock);
        this.namespacedKinds = namespacedKinds;
        this.namespaces = new StorageCodec(namespace);
        this.follower = new Follower(cache, Scope.all(namespaces.keys()), this::follow);
        this.gate = gate;
        this.clock = clock;
    }

    /** Begins; the loop runs on the executor until {@link #close} or until the cache is closed. */
    public void start(Executor executor) {
        follower.start(executor);
    }

    @Override
    public void close() {
        follower.close();
    }

    private void follow(Subscription subscription) throws InterruptedException {
        going.clear();
        List<Delivery> initial = subscription.initial();
        while (!initial.isEmpty()) {
            initial.forEach(this::note);
            initial = subscription.initial();
        }
        while (follower.goesOn(subscription)) {
            if (gate.getAsBoolean()) {
                List.copyOf(going.values()).forEach(this::drain);
            }
            Duration pause = going.isEmpty() ? IDLE : RECHECK;
            subscription.poll(clock.nanos() + pause.toNanos()).forEach(this::note);
        }
    }

    private void note(Delivery delivery) {
        String name = namespaces.keys().name(delivery.object().key());
        if (delivery.type() != EventType.DELETED && new StoredObject(delivery.object()).isDeleting()) {
            going.put(name, delivery.object());
        } else {
            going.remove(name);
        }
    }

    /** One turn for one namespace. What goes wrong is tried again with the next turn. */
    private void drain(KeyValue entry) {
        ApiObject namespace = namespaces.decode(entry);
        try {
            Remainder remainder = deleteContent(namespace.name());
            if (remainder.isEmpty()) {
                client.replace("finalize", namespace.name(), released(namespace));
                LOG.atInfo().addKeyValue("object", namespace.name()).log("Drained namespace");
            } else {
                showRemainder(namespace, remainder);
            }
        } catch (StatusException e) {
            if (e.reason() != StatusReason.NOT_FOUND) {
                LOG.atWarn()
                        .addKeyValue("object", namespace.name())
                        .addKeyValue("err", e.getMessage())
                        .log("Could not drain namespace");
            }
        }
    }

    private Remainder deleteContent(String namespace) {
        Remainder remainder = Remainder.NOTHING;
        for (KindDescriptor kind : namespacedKinds.get()) {
            StorageCodec codec = new StorageCodec(kind);
            if (content(codec, namespace).stream().anyMatch(entry -> !new StoredObject(entry).isDeleting())) {
                client.deleteAll(kind, namespace);
                client.awaitCache(kind, namespace);
            }
            for (KeyValue entry : content(codec, namespace)) {
                remainder =
                        remainder.with(kind.groupResource(), codec.decode(entry).finalizers());
            }
        }
        return remainder;
    }

    private List<KeyValue> content(StorageCodec codec, String namespace) {
        List<KeyValue> entries = new ArrayList<>();
        cache.snapshot(codec.keys())
                .in(codec.keys().range(Optional.of(namespace)))
                .forEach(entries::add);
        return entries;
    }

    private static ObjectNode released(ApiObject namespace) {
        ObjectNode released = namespace.copyOfJson();
        withoutVersion(released);
        ArrayNode others = released.arrayNode();
        namespace.json().path("spec").path("finalizers").forEach(finalizer -> {
            if (!finalizer.asString("").equals("kubernetes")) {
                others.add(finalizer);
            }
        });
        released.withObjectProperty("spec").set("finalizers", others);
        return released;
    }

    private void showRemainder(ApiObject namespace, Remainder remainder) {
        ObjectNode shown = namespace.copyOfJson();
        withoutVersion(shown);
        ArrayNode conditions = shown.withObjectProperty("status").withArrayProperty("conditions");
        boolean changed = false;
        for (Remainder.Condition condition : remainder.conditions()) {
            changed |= show(conditions, condition);
        }
        if (changed) {
            client.replace("status", namespace.name(), shown);
        }
    }

    /** Whether the conditions said something else before. */
    private boolean show(ArrayNode conditions, Remainder.Condition condition) {
        ObjectNode found = null;
        for (int index = 0; index < conditions.size(); index++) {
            if (conditions.get(index) instanceof ObjectNode each
                    && each.path("type").asString("").equals(condition.type())) {
                found = each;
            }
        }
        if (found == null) {
            found = conditions.addObject().put("type", condition.type());
        } else if (found.path("message").asString("").equals(condition.message())) {
            return false;
        }
        if (!found.path("status").asString("").equals(condition.status())) {
            found.put("status", condition.status());
            found.put("lastTransitionTime", Times.formatSeconds(clock.wallTime()));
        }
        found.put("reason", condition.reason());
        found.put("message", condition.message());
        return true;
    }

    private static void withoutVersion(ObjectNode namespace) {
        namespace.withObjectProperty("metadata").remove("resourceVersion");
    }
}
