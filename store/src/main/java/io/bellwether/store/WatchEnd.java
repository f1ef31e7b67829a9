package io.bellwether.store;

/** Why a watch ended; a watch never ends silently. */
public sealed interface WatchEnd {

    /** The revision it was to start after is forgotten; {@code oldest} is the smallest one that works. */
    record Compacted(Revision oldest) implements WatchEnd {}

    /** The listener was too slow; everything up to {@code delivered} has been delivered. */
    record Overflow(Revision delivered) implements WatchEnd {}

    /** The listener threw. */
    record Failed(Throwable cause) implements WatchEnd {}

    /** The store was closed, or stopped because of an I/O error. */
    record Closed(String reason) implements WatchEnd {}
}
