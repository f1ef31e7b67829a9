package io.bellwether.apiserver.watchcache.core;

/**
 * How much of a kind's history is kept: whichever bound is met first, the oldest commit goes.
 *
 * @param commits at most so many commits, 1 or more
 * @param bytes at most so many bytes of values, except that the newest commit always stays
 */
public record HistoryLimits(int commits, long bytes) {

    public HistoryLimits {
        if (commits < 1 || bytes < 1) {
            throw new IllegalArgumentException("a history keeps at least one commit");
        }
    }
}
