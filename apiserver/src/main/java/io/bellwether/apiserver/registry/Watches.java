package io.bellwether.apiserver.registry;

import io.bellwether.apimachinery.Cause;
import io.bellwether.apimachinery.GroupKind;
import io.bellwether.apimachinery.Status;
import io.bellwether.apiserver.registry.core.VersionParameters;
import io.bellwether.apiserver.registry.core.WatchPlan;
import io.bellwether.apiserver.request.OutputFormat;
import io.bellwether.apiserver.request.Query;
import io.bellwether.apiserver.request.ResourceRequest;
import io.bellwether.apiserver.request.WatchStream;
import io.bellwether.apiserver.watchcache.EncodedWatch;
import io.bellwether.apiserver.watchcache.EncodedWatch.Terms;
import io.bellwether.apiserver.watchcache.FrameFormat;
import io.bellwether.apiserver.watchcache.RefusedWatch;
import io.bellwether.apiserver.watchcache.Scope;
import io.bellwether.apiserver.watchcache.Start;
import io.bellwether.apiserver.watchcache.Subscription;
import io.bellwether.apiserver.watchcache.WatchCache;
import io.bellwether.apiserver.watchcache.core.Selection;
import io.bellwether.execution.Clock;
import io.bellwether.execution.Deadline;
import io.bellwether.store.Revision;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * Opens watches.
 *
 * <p>Threads: safe from any thread; may block on the cache's feed.
 */
final class Watches {

    /**
     * A watch without timeoutSeconds ends after this time or up to twice as long, so that clients do not all come back
     * at once.
     */
    private static final Duration DEFAULT_TIME = Duration.ofMinutes(30);

    private static final long TIME_LIMIT_SECONDS = Duration.ofDays(365).toSeconds();

    private final WatchCache cache;
    private final Freshness freshness;
    private final Clock clock;
    private final RandomGenerator random;

    Watches(WatchCache cache, Freshness freshness, Clock clock, RandomGenerator random) {
        this.cache = cache;
        this.freshness = freshness;
        this.clock = clock;
        this.random = random;
    }

    /** Opens the watch that the request asks for. */
    WatchStream open(
            ResourceRequest request,
            Scope scope,
            Selection selection,
            FrameFormat format,
            VersionParameters parameters) {
        WatchPlan plan = WatchPlan.of(parameters);
        boolean wantsTable = request.output().transform() == OutputFormat.Transform.TABLE;
        if (wantsTable && parameters.sendInitialEvents().isPresent()) {
            throw Status.notAcceptable(List.of("application/json")).asException();
        }
        Terms.Bookmarks bookmarks = Parameters.isTrue(request.query(), "allowWatchBookmarks")
                ? Terms.Bookmarks.WANTED
                : Terms.Bookmarks.UNWANTED;
        long endAtNanos = clock.nanos() + time(request.query()).toNanos();
        Optional<Subscription> subscription = cache.subscribe(scope, selection, start(plan, request.deadline()));
        if (subscription.isEmpty()) {
            return new RefusedWatch(format.error(Status.expired(
                    "too old resource version: " + parameters.resourceVersion().orElse(""))));
        }
        Terms terms = new Terms(endAtNanos, bookmarks, initialEventsEnd(plan, bookmarks));
        return new EncodedWatch(subscription.get(), format, terms, cache::applied, clock);
    }

    private static Terms.InitialEventsEnd initialEventsEnd(WatchPlan plan, Terms.Bookmarks bookmarks) {
        return plan instanceof WatchPlan.State state && state.announced() && bookmarks == Terms.Bookmarks.WANTED
                ? Terms.InitialEventsEnd.ANNOUNCED
                : Terms.InitialEventsEnd.SILENT;
    }

    private Start start(WatchPlan plan, Deadline deadline) {
        return switch (plan) {
            case WatchPlan.State state -> {
                await(state.freshness(), deadline);
                yield new Start.WithState();
            }
            case WatchPlan.Now now -> {
                await(now.freshness(), deadline);
                yield new Start.Now();
            }
            case WatchPlan.After after -> {
                freshness.awaitAtLeast(after.revision(), deadline);
                yield new Start.After(after.revision());
            }
        };
    }

    private void await(WatchPlan.Freshness wanted, Deadline deadline) {
        switch (wanted) {
            case WatchPlan.Freshness.Newest newest -> freshness.awaitNewest(deadline);
            case WatchPlan.Freshness.Any any -> freshness.awaitAtLeast(Revision.NONE, deadline);
            case WatchPlan.Freshness.AtLeast atLeast -> freshness.awaitAtLeast(atLeast.revision(), deadline);
        }
    }

    private Duration time(Query query) {
        Optional<Long> seconds = Parameters.number(query, "timeoutSeconds");
        if (seconds.isPresent() && seconds.get() < 0) {
            throw Status.invalid(
                            new GroupKind("meta.k8s.io", "ListOptions"),
                            "",
                            List.of(Cause.invalid("timeoutSeconds", seconds.get(), "must not be negative")))
                    .asException();
        }
        return seconds.isPresent() && seconds.get() > 0
                ? Duration.ofSeconds(Math.min(seconds.get(), TIME_LIMIT_SECONDS))
                : DEFAULT_TIME.plusMillis(random.nextLong(DEFAULT_TIME.toMillis()));
    }
}
