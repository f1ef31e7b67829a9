package io.bellwether.apiserver.health;

import java.util.Optional;
import java.util.function.Supplier;

/**
 * One thing that must be well.
 *
 * @param name its path segment, such as {@code store-write}
 * @param failure why it is not well; empty: it is. Answers at once, from any thread
 */
public record HealthCheck(String name, Supplier<Optional<String>> failure) {

    /** That the server answers at all. */
    public static final HealthCheck PING = new HealthCheck("ping", Optional::empty);
}
