package io.bellwether.apiserver.registry;

import io.bellwether.apimachinery.ApiObject;
import io.bellwether.apimachinery.Names;
import io.bellwether.apimachinery.Status;
import io.bellwether.apimachinery.StatusDetails;
import io.bellwether.apimachinery.StatusReason;
import io.bellwether.apiserver.registry.Attempts.Turn;
import io.bellwether.apiserver.request.Fence;
import io.bellwether.apiserver.request.ResourceRequest;
import io.bellwether.apiserver.request.Verb;
import io.bellwether.execution.Clock;
import io.bellwether.execution.Randomness;
import io.bellwether.store.Bytes;
import io.bellwether.store.Compare;
import io.bellwether.store.Key;
import io.bellwether.store.KeyValue;
import io.bellwether.store.Operation;
import io.bellwether.store.Store;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * Creates objects.
 *
 * <p>Threads: safe from any thread; blocks on the store.
 */
final class Creates {

    /** How many generated names are tried before the client is told to try again. */
    private static final int NAME_TRIES = 8;

    private final Store store;
    private final Committer committer;
    private final NamespaceGate namespaces;
    private final Checks checks;
    private final Clock clock;
    private final RandomGenerator random;

    Creates(
            Store store,
            Committer committer,
            NamespaceGate namespaces,
            Checks checks,
            Clock clock,
            RandomGenerator random) {
        this.store = store;
        this.committer = committer;
        this.namespaces = namespaces;
        this.checks = checks;
        this.clock = clock;
        this.random = random;
    }

    /** Creates the object, which came in the request's body. */
    Persisted create(ServedKind kind, ResourceRequest request, ApiObject object, WriteOptions options) {
        if (!object.resourceVersion().isEmpty()) {
            throw Status.badRequest("resourceVersion should not be set on objects to be created")
                    .asException();
        }
        if (request.name().isPresent()
                && !object.name().isEmpty()
                && !request.name().get().equals(object.name())) {
            throw Status.badRequest("the name of the object does not match the name on the URL")
                    .asException();
        }
        ObjectPreparation.checkNamespace(object, request.namespace().orElse(""));
        int tries = object.name().isEmpty() && !object.generateName().isEmpty() ? NAME_TRIES : 1;
        String name = object.name();
        for (int turn = 0; turn < tries; turn++) {
            name = tries == 1 ? object.name() : Names.generate(object.generateName(), random);
            Optional<Persisted> created = create(kind, request, named(object, name), options, name);
            if (created.isPresent()) {
                return created.get();
            }
        }
        if (tries == 1) {
            throw Status.alreadyExists(kind.resource(), name).asException();
        }
        throw Status.failure(
                        StatusReason.ALREADY_EXISTS,
                        "every generated name was taken; try again",
                        StatusDetails.of(kind.resource(), name).withRetryAfterSeconds(1))
                .asException();
    }

    private static ApiObject named(ApiObject object, String name) {
        return object.name().equals(name) ? object : object.editMetadata(metadata -> metadata.put("name", name));
    }

    /** Empty: the name is taken. */
    private Optional<Persisted> create(
            ServedKind kind, ResourceRequest request, ApiObject object, WriteOptions options, String name) {
        ApiObject prepared = ObjectPreparation.forCreate(
                kind, object, request.namespace(), Randomness.uuid(random), clock.wallTime());
        AdmissionRequest admission = new AdmissionRequest(
                Verb.CREATE,
                kind.descriptor(),
                request.namespace(),
                name,
                Optional.empty(),
                prepared,
                Optional.empty(),
                request.user(),
                options.isDryRun());
        ApiObject admitted = checks.admitCreate(kind, admission);
        Key key = kind.key(admitted);
        return new Attempts(clock).untilSettled(request.deadline(), turn -> {
            List<Compare> fence = committer.checkFence(request.fence());
            Optional<Compare> namespace = admitNamespace(kind, request, name, turn);
            KindStrategy.Bound bound = kind.strategy().bind(new KindStrategy.Writing(Optional.empty(), admitted));
            return options.isDryRun()
                    ? new Turn.Settled<>(imagine(key, bound.object()))
                    : write(kind, request.fence(), fence, key, namespace, bound);
        });
    }

    private Optional<Compare> admitNamespace(ServedKind kind, ResourceRequest request, String name, int turn) {
        return request.namespace()
                .filter(namespace -> kind.descriptor().isNamespaced())
                .map(namespace -> turn == 0
                        ? namespaces.admit(kind.resource(), name, namespace)
                        : namespaces.admitCurrent(kind.resource(), name, namespace));
    }

    private Optional<Persisted> imagine(Key key, ApiObject object) {
        return store.get(key).isPresent() ? Optional.empty() : Optional.of(new Persisted.Imagined(object));
    }

    /** An answer without an object: the name is taken. */
    private Turn<Optional<Persisted>> write(
            ServedKind kind,
            Optional<Fence> fence,
            List<Compare> fenceCompares,
            Key key,
            Optional<Compare> namespace,
            KindStrategy.Bound bound) {
        Bytes value = checks.encode(kind, bound.object());
        List<Compare> compares = new ArrayList<>(bound.companions().compares());
        namespace.ifPresent(compares::add);
        Committer.Outcome outcome = committer.commit(
                fence,
                fenceCompares,
                Compare.absent(key),
                new KindStrategy.Companions(compares, bound.companions().operations()),
                new Operation.Put(key, value));
        return switch (outcome) {
            case Committer.Outcome.Committed committed ->
                new Turn.Settled<>(Optional.of(
                        new Persisted.Stored(new KeyValue(key, value, committed.revision(), committed.revision()))));
            case Committer.Outcome.Raced raced ->
                raced.compare().key().equals(key) ? new Turn.Settled<>(Optional.empty()) : new Turn.Raced<>();
        };
    }
}
