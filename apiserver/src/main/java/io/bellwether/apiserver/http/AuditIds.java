package io.bellwether.apiserver.http;

import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.random.RandomGenerator;

/**
 * Names requests, so that an answer can be found in the log: the caller's own name, else a UUID of random bits drawn
 * once and a counter, which costs a hundredth of a random UUID.
 *
 * <p>Threads: safe from any thread.
 */
final class AuditIds {

    static final String HEADER = "Audit-ID";

    private static final int LENGTH_LIMIT = 64;
    private static final long VERSION_4 = 0x4000L;
    private static final long VARIANT = 0x8000_0000_0000_0000L;

    private final long high;
    private final AtomicLong next;

    AuditIds(RandomGenerator random) {
        this.high = (random.nextLong() & ~0xF000L) | VERSION_4;
        this.next = new AtomicLong(random.nextLong());
    }

    /** The caller's name when it is short and printable, else a fresh one. */
    String choose(String wanted) {
        return isUsable(wanted)
                ? wanted
                : new UUID(high, (next.getAndIncrement() & 0x3FFF_FFFF_FFFF_FFFFL) | VARIANT).toString();
    }

    private static boolean isUsable(String wanted) {
        if (wanted.isEmpty() || wanted.length() > LENGTH_LIMIT) {
            return false;
        }
        for (int index = 0; index < wanted.length(); index++) {
            char c = wanted.charAt(index);
            if (c <= ' ' || c >= 0x7F) {
                return false;
            }
        }
        return true;
    }
}
