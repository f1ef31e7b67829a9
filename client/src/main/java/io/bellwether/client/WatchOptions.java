package io.bellwether.client;

import java.time.Duration;

/**
 * Which changes a watch delivers. Empty texts mean "not given". Bookmarks are always asked for.
 *
 * @param resourceVersion changes after this one; empty for the current state as ADDED events first, then changes
 * @param timeout after which the server ends the watch; whole seconds, zero for the server's own choice
 */
public record WatchOptions(String labelSelector, String fieldSelector, String resourceVersion, Duration timeout) {

    /** All changes after that version. */
    public static WatchOptions after(String resourceVersion) {
        return new WatchOptions("", "", resourceVersion, Duration.ZERO);
    }

    /** Only objects with these labels. */
    public WatchOptions withLabels(String selector) {
        return new WatchOptions(selector, fieldSelector, resourceVersion, timeout);
    }

    /** Only objects with these fields. */
    public WatchOptions withFields(String selector) {
        return new WatchOptions(labelSelector, selector, resourceVersion, timeout);
    }

    /** Ended by the server after this time. */
    public WatchOptions withTimeout(Duration serverTimeout) {
        return new WatchOptions(labelSelector, fieldSelector, resourceVersion, serverTimeout);
    }
}
