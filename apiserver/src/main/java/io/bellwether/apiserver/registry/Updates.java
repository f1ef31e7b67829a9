package io.bellwether.apiserver.registry;

import io.bellwether.apimachinery.ApiObject;
import io.bellwether.apimachinery.Cause;
import io.bellwether.apimachinery.Status;
import io.bellwether.apimachinery.kind.Trait;
import io.bellwether.apiserver.registry.Attempts.Turn;
import io.bellwether.apiserver.request.ResourceRequest;
import io.bellwether.apiserver.request.Verb;
import io.bellwether.execution.Clock;
import io.bellwether.store.Bytes;
import io.bellwether.store.Compare;
import io.bellwether.store.Key;
import io.bellwether.store.KeyValue;
import io.bellwether.store.Operation;
import io.bellwether.store.Store;
import java.util.List;
import java.util.Optional;

/**
 * Updates objects: read, change, admit, validate, commit; again when the commit raced with another and the client gave
 * no precondition.
 *
 * <p>Threads: safe from any thread; blocks on the store.
 */
final class Updates {

    private final Store store;
    private final Committer committer;
    private final Checks checks;
    private final Clock clock;

    Updates(Store store, Committer committer, Checks checks, Clock clock) {
        this.store = store;
        this.committer = committer;
        this.checks = checks;
        this.clock = clock;
    }

    /** What makes a candidate of the object as it is: a body that replaces it, or a patch. */
    @FunctionalInterface
    interface Change {

        /**
         * The candidate. Its resourceVersion, if any, is a precondition.
         *
         * @throws io.bellwether.apimachinery.StatusException when the change cannot be applied
         */
        ApiObject candidate(ApiObject existing);
    }

    /**
     * Updates the object that the request names.
     *
     * @return empty: there is no such object
     */
    Optional<Persisted> update(ServedKind kind, ResourceRequest request, Change change, WriteOptions options) {
        Key key = kind.key(request.namespace(), request.name().orElseThrow());
        return new Attempts(clock).untilSettled(request.deadline(), turn -> {
            List<Compare> fence = committer.checkFence(request.fence());
            Optional<KeyValue> entry = store.get(key);
            return entry.isEmpty()
                    ? new Turn.Settled<>(Optional.empty())
                    : attempt(kind, request, change, options, fence, entry.get());
        });
    }

    private Turn<Optional<Persisted>> attempt(
            ServedKind kind,
            ResourceRequest request,
            Change change,
            WriteOptions options,
            List<Compare> fence,
            KeyValue entry) {
        ApiObject existing = kind.codec().decode(entry);
        ApiObject candidate = change.candidate(existing);
        ObjectPreparation.checkIdentity(kind, existing, candidate);
        checkVersion(kind, existing, candidate);
        ApiObject prepared = ObjectPreparation.forUpdate(kind, existing, candidate, request.subresource());
        ApiObject admitted = checks.admitUpdate(kind, admission(kind, request, existing, prepared, options), existing);
        KindStrategy.Bound bound = kind.strategy().bind(new KindStrategy.Writing(Optional.of(existing), admitted));
        ApiObject result = bound.object();
        boolean lastHoldIsGone = result.isDeleting()
                && result.finalizers().isEmpty()
                && kind.strategy().isReleased(result);
        if (!lastHoldIsGone && SameJson.equal(existing.json(), result.json())) {
            return settled(new Persisted.Stored(entry));
        }
        if (options.isDryRun()) {
            return settled(new Persisted.Imagined(result));
        }
        return lastHoldIsGone
                ? remove(kind, request, fence, entry, result)
                : replace(kind, request, fence, entry, bound);
    }

    private Turn<Optional<Persisted>> replace(
            ServedKind kind, ResourceRequest request, List<Compare> fence, KeyValue entry, KindStrategy.Bound bound) {
        Bytes value = checks.encode(kind, bound.object());
        Committer.Outcome outcome = committer.commit(
                request.fence(),
                fence,
                Compare.unchanged(entry),
                bound.companions(),
                new Operation.Put(entry.key(), value));
        return switch (outcome) {
            case Committer.Outcome.Committed committed ->
                settled(new Persisted.Stored(
                        new KeyValue(entry.key(), value, entry.createRevision(), committed.revision())));
            case Committer.Outcome.Raced raced -> new Turn.Raced<>();
        };
    }

    /** The update took the last finalizer off a deleted object: it goes in this very commit. */
    private Turn<Optional<Persisted>> remove(
            ServedKind kind, ResourceRequest request, List<Compare> fence, KeyValue entry, ApiObject last) {
        Committer.Outcome outcome = committer.commit(
                request.fence(),
                fence,
                Compare.unchanged(entry),
                kind.strategy().bindDeletion(last),
                new Operation.Delete(entry.key()));
        return switch (outcome) {
            case Committer.Outcome.Committed committed ->
                settled(new Persisted.Imagined(last.editMetadata(metadata ->
                        metadata.put("resourceVersion", committed.revision().toString()))));
            case Committer.Outcome.Raced raced -> new Turn.Raced<>();
        };
    }

    private static Turn<Optional<Persisted>> settled(Persisted object) {
        return new Turn.Settled<>(Optional.of(object));
    }

    private static void checkVersion(ServedKind kind, ApiObject existing, ApiObject candidate) {
        if (candidate.resourceVersion().isEmpty()) {
            if (!kind.descriptor().has(Trait.UNCONDITIONAL_UPDATE)) {
                Cause cause = Cause.invalid("metadata.resourceVersion", "", "must be specified for an update");
                throw Status.invalid(kind.descriptor().groupKind(), existing.name(), List.of(cause))
                        .asException();
            }
            return;
        }
        if (!candidate.resourceVersion().equals(existing.resourceVersion())) {
            throw Status.modified(kind.resource(), existing.name()).asException();
        }
    }

    private static AdmissionRequest admission(
            ServedKind kind, ResourceRequest request, ApiObject existing, ApiObject prepared, WriteOptions options) {
        return new AdmissionRequest(
                Verb.UPDATE,
                kind.descriptor(),
                request.namespace(),
                existing.name(),
                request.subresource(),
                prepared,
                Optional.of(existing),
                request.user(),
                options.isDryRun());
    }
}
