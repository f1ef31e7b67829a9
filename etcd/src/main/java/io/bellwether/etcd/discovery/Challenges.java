package io.bellwether.etcd.discovery;

import io.bellwether.execution.Clock;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.random.RandomGenerator;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * What a signed request must have signed as well, so that it is good once and soon only.
 *
 * <p>Shape: a challenge carries its own moment and proof, by a key that this process alone has: asking for many costs
 * no memory. What was taken is remembered until it is too old anyway.
 *
 * <p>Units and limits: good for {@link #LIFE}.
 *
 * <p>Threads: safe from any thread.
 */
final class Challenges {

    /** Longer than a supervisor's round, which is at most a few of etcd's election timeouts. */
    static final Duration LIFE = Duration.ofMinutes(2);

    private static final String ALGORITHM = "HmacSHA256";
    private static final int KEY_BYTES = 32;

    private final Clock clock;
    private final RandomGenerator random;
    private final SecretKeySpec key;
    private final Map<String, Long> taken = new ConcurrentHashMap<>();

    Challenges(Clock clock, RandomGenerator random) {
        byte[] bytes = new byte[KEY_BYTES];
        random.nextBytes(bytes);
        this.clock = clock;
        this.random = random;
        this.key = new SecretKeySpec(bytes, ALGORITHM);
    }

    /** A new one for requests about a token. */
    String next(String token) {
        String text = Long.toHexString(clock.nanos()) + "-" + Long.toHexString(random.nextLong());
        return text + "-" + proof(token, text);
    }

    /** Takes one: whether it is ours, for this token, young, and was not taken before. */
    boolean take(String token, String challenge) {
        int end = challenge.lastIndexOf('-');
        int middle = challenge.indexOf('-');
        if (end < 0 || middle == end) {
            return false;
        }
        byte[] expected = proof(token, challenge.substring(0, end)).getBytes(StandardCharsets.UTF_8);
        if (!MessageDigest.isEqual(expected, challenge.substring(end + 1).getBytes(StandardCharsets.UTF_8))) {
            return false;
        }
        long now = clock.nanos();
        long made = Long.parseUnsignedLong(challenge.substring(0, middle), 16);
        taken.values().removeIf(when -> now - when > LIFE.toNanos());
        return now - made <= LIFE.toNanos() && taken.putIfAbsent(challenge, made) == null;
    }

    private String proof(String token, String text) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            mac.update((token + "\n" + text).getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(mac.doFinal());
        } catch (GeneralSecurityException never) {
            throw new IllegalStateException("every JDK has " + ALGORITHM, never);
        }
    }
}
