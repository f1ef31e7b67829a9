package io.bellwether.electors.program;

import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;

/**
 * What every elector is told.
 *
 * @param kubeconfig names the API server; its current context is used; empty for a library that decides elsewhere
 * @param server the host and port of what such a library decides on; empty for the others
 * @param namespace of the Leases
 * @param lease the Lease, or with several elections the beginning of their names
 * @param identity of this candidate
 * @param leaseDuration how long others wait for a holder that does not renew
 * @param renewDeadline when a leader that cannot renew gives up; ours derives its own from the lease duration
 * @param retryPeriod from one attempt to the next, also from one renewal to the next
 * @param elections how many elections at once; 0 means the one whose Lease is {@code lease}
 */
public record ElectorOptions(
        Path kubeconfig,
        String server,
        String namespace,
        String lease,
        String identity,
        Duration leaseDuration,
        Duration renewDeadline,
        Duration retryPeriod,
        int elections) {

    /** Reads pairs of {@code --name value}; an {@link IllegalArgumentException} says what is wrong with them. */
    public static ElectorOptions parse(String... arguments) {
        Map<String, String> given = new HashMap<>();
        for (int index = 0; index < arguments.length; index += 2) {
            String name = arguments[index];
            if (!name.startsWith("--") || index + 1 == arguments.length) {
                throw new IllegalArgumentException("expected --name value, got " + name);
            }
            given.put(name.substring(2), arguments[index + 1]);
        }
        ElectorOptions options = new ElectorOptions(
                Path.of(takeOr(given, "kubeconfig", "")),
                takeOr(given, "server", ""),
                takeOr(given, "namespace", "default"),
                take(given, "lease"),
                take(given, "identity"),
                Duration.ofMillis(Long.parseLong(take(given, "lease-duration"))),
                Duration.ofMillis(Long.parseLong(take(given, "renew-deadline"))),
                Duration.ofMillis(Long.parseLong(take(given, "retry-period"))),
                Integer.parseInt(takeOr(given, "elections", "0")));
        if (options.server().isEmpty() == options.kubeconfig().toString().isEmpty()) {
            throw new IllegalArgumentException("either --kubeconfig or --server must be given");
        }
        if (!given.isEmpty()) {
            throw new IllegalArgumentException("unknown options: " + given.keySet());
        }
        return options;
    }

    private static String takeOr(Map<String, String> given, String name, String otherwise) {
        return Optional.ofNullable(given.remove(name)).orElse(otherwise);
    }

    private static String take(Map<String, String> given, String name) {
        String value = given.remove(name);
        if (value == null) {
            throw new IllegalArgumentException("--" + name + " is missing");
        }
        return value;
    }

    /** The names of the Leases. */
    public List<String> leases() {
        return elections == 0
                ? List.of(lease)
                : IntStream.range(0, elections)
                        .mapToObj(number -> lease + "-" + number)
                        .toList();
    }

    /**
     * Waits, after a resignation, so long that every other candidate has had its turn: those that poll do so at the
     * latest after 2.2 retry periods.
     */
    public void standBack() {
        LockSupport.parkNanos(retryPeriod.multipliedBy(3).toNanos());
    }
}
