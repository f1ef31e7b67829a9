package io.bellwether.spring.boot.starter;

import io.bellwether.election.LeaderElection;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.springframework.beans.factory.DisposableBean;

/**
 * What the election needs until it has given the Lease back: closed after it, which may be after the context, when the
 * election itself closed that.
 *
 * <p>Threads: filled while the application starts, destroyed once, both by the thread that does.
 */
public final class ElectionResources implements DisposableBean {

    private final Deque<Runnable> closings = new ArrayDeque<>();
    private Optional<LeaderElection> election = Optional.empty();

    ElectionResources() {}

    /** Closes this, too; what came last is closed first. */
    void onClose(Runnable closing) {
        closings.push(closing);
    }

    /** Not before this one has finished. */
    void usedBy(LeaderElection user) {
        election = Optional.of(user);
    }

    @Override
    public void destroy() {
        CompletionStage<Void> finished =
                election.map(LeaderElection::closeLater).orElse(CompletableFuture.completedFuture(null));
        var unused = finished.thenRun(() -> closings.forEach(Runnable::run));
    }
}
