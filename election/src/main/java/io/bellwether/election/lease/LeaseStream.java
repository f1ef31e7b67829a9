package io.bellwether.election.lease;

import io.bellwether.apimachinery.ApiObject;
import io.bellwether.client.ApiClient;
import io.bellwether.client.ListOptions;
import io.bellwether.client.ObjectPage;
import io.bellwether.client.Reply;
import io.bellwether.client.Request;
import io.bellwether.client.ResourcePath;
import io.bellwether.election.core.Input.WatchLoss;
import io.bellwether.election.core.LockRevision;
import io.bellwether.election.lease.LeaseChanges.Change;
import io.bellwether.execution.Deadline;
import io.bellwether.execution.Machine;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Lists the Leases of a namespace, then watches them, until it is closed or lost.
 *
 * <p>Threads: {@link #run} is one task of the machine's executor; {@link #close} comes from others.
 */
final class LeaseStream implements Runnable, LeaseEvents {

    private static final int PAGE = 500;
    private static final Duration PAGE_TIMEOUT = Duration.ofSeconds(10);

    private final ApiClient client;
    private final ResourcePath leases;
    private final Machine machine;
    private final LeaseChanges changes;
    private final Consumer<LeaseStream> arrived;
    private volatile @Nullable LeaseWatch watch;
    private volatile boolean closed;

    /** @param arrived told when there is something to take from the changes */
    LeaseStream(
            ApiClient client,
            ResourcePath leases,
            Machine machine,
            LeaseChanges changes,
            Consumer<LeaseStream> arrived) {
        this.client = client;
        this.leases = leases;
        this.machine = machine;
        this.changes = changes;
        this.arrived = arrived;
    }

    LeaseChanges changes() {
        return changes;
    }

    @Override
    public void run() {
        try {
            Optional<LockRevision> listed = list();
            if (listed.isPresent()) {
                LeaseWatch opened =
                        new LeaseWatch(client, machine, leases, listed.get().text(), this);
                watch = opened;
                if (closed) {
                    opened.close();
                }
                opened.run();
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            lost(WatchLoss.BROKEN);
        }
    }

    void close() {
        closed = true;
        LeaseWatch open = watch;
        if (open != null) {
            open.close();
        }
    }

    @Override
    public void changed(ApiObject lease) {
        announce(changes.put(new Change(lease, Change.Kind.PRESENT)));
    }

    @Override
    public void deleted(ApiObject lease) {
        announce(changes.put(new Change(lease, Change.Kind.DELETED)));
    }

    @Override
    public void lost(WatchLoss loss) {
        announce(changes.lost(loss));
    }

    private void announce(boolean isFirst) {
        if (isFirst) {
            arrived.accept(this);
        }
    }

    /** The version of the list; empty when it could not be had, which has been said then. */
    private Optional<LockRevision> list() throws InterruptedException {
        List<ApiObject> all = new ArrayList<>();
        ListOptions options = ListOptions.ALL.withLimit(PAGE);
        while (!closed) {
            Deadline deadline = Deadline.after(machine.clock(), PAGE_TIMEOUT);
            switch (client.send(new Request.ListPage(leases, options), deadline)) {
                case Reply.Success success -> {
                    ObjectPage page = ObjectPage.of(success);
                    all.addAll(page.items());
                    if (page.continueToken().isEmpty()) {
                        LockRevision at = LockRevision.of(page.resourceVersion());
                        announce(changes.listed(all, at));
                        return Optional.of(at);
                    }
                    options = options.after(page.continueToken());
                }
                case Reply.Failure refused -> {
                    lost(LeaseReplies.refusedWatch(refused.status()));
                    return Optional.empty();
                }
                case Reply.Unreachable unreachable -> {
                    lost(WatchLoss.BROKEN);
                    return Optional.empty();
                }
                case Reply.Unknown unknown -> {
                    lost(WatchLoss.BROKEN);
                    return Optional.empty();
                }
            }
        }
        return Optional.empty();
    }
}
