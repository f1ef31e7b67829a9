package io.bellwether.apiserver.watchcache;

import io.bellwether.apiserver.watchcache.core.Selection;
import java.util.Optional;
import java.util.concurrent.Executor;

/**
 * Follows the objects of a scope: their state, then each change; from their state anew whenever the subscription ended.
 *
 * <p>Threads: the pass runs on the executor that {@link #start} was given, one at a time; the rest is for any thread.
 */
public final class Follower implements AutoCloseable {

    private final WatchCache cache;
    private final Scope scope;
    private final Pass pass;
    private volatile boolean closed;

    /**
     * A follower that does nothing until {@link #start}.
     *
     * @param pass what is done with a subscription
     */
    public Follower(WatchCache cache, Scope scope, Pass pass) {
        this.cache = cache;
        this.scope = scope;
        this.pass = pass;
    }

    /** One subscription, from its first object to its end. */
    @FunctionalInterface
    public interface Pass {

        /** Takes the subscription's objects as long as {@link #goesOn} says so. */
        void follow(Subscription subscription) throws InterruptedException;
    }

    /** Begins; the loop runs on the executor until {@link #close}, or until the cache is closed. */
    public void start(Executor executor) {
        executor.execute(this::run);
    }

    /** Whether a pass has more to wait for. */
    public boolean goesOn(Subscription subscription) {
        return !closed && subscription.end().isEmpty();
    }

    @Override
    public void close() {
        closed = true;
    }

    private void run() {
        boolean shutDown = false;
        try {
            while (!closed && !shutDown) {
                Optional<Subscription> begun = cache.subscribe(scope, Selection.EVERYTHING, new Start.WithState());
                if (begun.isPresent()) {
                    try (Subscription subscription = begun.get()) {
                        pass.follow(subscription);
                        shutDown = subscription.end().equals(Optional.of(SubscriptionEnd.SHUT_DOWN));
                    }
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
