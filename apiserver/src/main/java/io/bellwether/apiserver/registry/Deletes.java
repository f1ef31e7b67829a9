package io.bellwether.apiserver.registry;

import io.bellwether.apimachinery.ApiObject;
import io.bellwether.apimachinery.Status;
import io.bellwether.apimachinery.StatusDetails;
import io.bellwether.apimachinery.StatusException;
import io.bellwether.apimachinery.StatusReason;
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
 * Deletes objects: at once, or, while finalizers hold them, by marking them.
 *
 * <p>Threads: safe from any thread; blocks on the store.
 */
final class Deletes {

    private final Store store;
    private final Committer committer;
    private final Checks checks;
    private final Clock clock;

    Deletes(Store store, Committer committer, Checks checks, Clock clock) {
        this.store = store;
        this.committer = committer;
        this.checks = checks;
        this.clock = clock;
    }

    /** What became of the object. */
    sealed interface Deletion {

        /** It is gone; its last state. */
        record Gone(ApiObject last) implements Deletion {

            /** What the client is told. */
            Status status(ServedKind kind) {
                return Status.success(new StatusDetails(
                        last.name(),
                        kind.descriptor().group(),
                        kind.descriptor().plural(),
                        last.uid(),
                        List.of(),
                        0));
            }
        }

        /** It is marked, and waits for those who hold it. */
        record Waiting(Persisted object) implements Deletion {}

        /** There was none. */
        record Absent() implements Deletion {}
    }

    /** Deletes an object of a collection if it is still the one that was listed, as far as the terms allow. */
    void deleteListed(ServedKind kind, ResourceRequest request, KeyValue listed, DeletionTerms terms) {
        DeletionTerms sameObject = terms.onlyIf(kind.codec().decode(listed).uid());
        try {
            delete(kind, request, listed.key(), sameObject);
        } catch (StatusException e) {
            boolean replaced = e.reason() == StatusReason.CONFLICT
                    && terms.resourceVersion().isEmpty();
            if (!replaced) {
                throw e;
            }
        }
    }

    /** Deletes the object with the key. */
    Deletion delete(ServedKind kind, ResourceRequest request, Key key, DeletionTerms terms) {
        return new Attempts(clock).untilSettled(request.deadline(), turn -> {
            List<Compare> fence = committer.checkFence(request.fence());
            Optional<KeyValue> entry = store.get(key);
            return entry.isEmpty()
                    ? new Turn.Settled<>(new Deletion.Absent())
                    : attempt(kind, request, terms, fence, entry.get());
        });
    }

    private Turn<Deletion> attempt(
            ServedKind kind, ResourceRequest request, DeletionTerms terms, List<Compare> fence, KeyValue entry) {
        ApiObject existing = kind.codec().decode(entry);
        terms.check(kind, existing);
        kind.strategy().checkDeletable(existing.name());
        checks.admitDelete(admission(kind, request, existing, terms));
        boolean held = !existing.finalizers().isEmpty() || !kind.strategy().isReleased(existing);
        if (!held) {
            return terms.isDryRun()
                    ? new Turn.Settled<>(new Deletion.Gone(existing))
                    : remove(kind, request, fence, entry, existing);
        }
        return existing.isDeleting()
                ? new Turn.Settled<>(new Deletion.Waiting(new Persisted.Stored(entry)))
                : mark(kind, request, terms, fence, entry, existing);
    }

    private Turn<Deletion> remove(
            ServedKind kind, ResourceRequest request, List<Compare> fence, KeyValue entry, ApiObject existing) {
        Committer.Outcome outcome = committer.commit(
                request.fence(),
                fence,
                Compare.unchanged(entry),
                kind.strategy().bindDeletion(existing),
                new Operation.Delete(entry.key()));
        return switch (outcome) {
            case Committer.Outcome.Committed committed -> new Turn.Settled<>(new Deletion.Gone(existing));
            case Committer.Outcome.Raced raced -> new Turn.Raced<>();
        };
    }

    private Turn<Deletion> mark(
            ServedKind kind,
            ResourceRequest request,
            DeletionTerms terms,
            List<Compare> fence,
            KeyValue entry,
            ApiObject existing) {
        ApiObject marked = ObjectPreparation.forDeletion(kind, existing, clock.wallTime());
        KindStrategy.Bound bound = kind.strategy().bind(new KindStrategy.Writing(Optional.of(existing), marked));
        if (terms.isDryRun()) {
            return new Turn.Settled<>(new Deletion.Waiting(new Persisted.Imagined(bound.object())));
        }
        Bytes value = checks.encode(kind, bound.object());
        Committer.Outcome outcome = committer.commit(
                request.fence(),
                fence,
                Compare.unchanged(entry),
                bound.companions(),
                new Operation.Put(entry.key(), value));
        return switch (outcome) {
            case Committer.Outcome.Committed committed ->
                new Turn.Settled<>(new Deletion.Waiting(new Persisted.Stored(
                        new KeyValue(entry.key(), value, entry.createRevision(), committed.revision()))));
            case Committer.Outcome.Raced raced -> new Turn.Raced<>();
        };
    }

    private static AdmissionRequest admission(
            ServedKind kind, ResourceRequest request, ApiObject existing, DeletionTerms terms) {
        return new AdmissionRequest(
                Verb.DELETE,
                kind.descriptor(),
                request.namespace(),
                existing.name(),
                Optional.empty(),
                existing,
                Optional.of(existing),
                request.user(),
                terms.isDryRun());
    }
}
