package io.bellwether.apiserver.registry;

import io.bellwether.apimachinery.Status;
import io.bellwether.apiserver.registry.core.VersionParameters;
import io.bellwether.apiserver.request.Query;
import java.util.Optional;

/**
 * Reads parameters of a URL as values.
 *
 * <p>Errors: a text that is no such value is a 400.
 *
 * <p>Threads: stateless.
 */
final class Parameters {

    private Parameters() {}

    /** Which state of a collection is asked for. */
    static VersionParameters version(Query query) {
        return new VersionParameters(
                query.first("resourceVersion"),
                query.first("resourceVersionMatch"),
                number(query, "limit").orElse(0L),
                query.first("continue"),
                truth(query, "sendInitialEvents"));
    }

    static boolean isTrue(Query query, String name) {
        return truth(query, name).orElse(false);
    }

    static Optional<Boolean> truth(Query query, String name) {
        return query.first(name).map(text -> switch (text) {
            case "true", "True", "TRUE", "t", "T", "1" -> true;
            case "false", "False", "FALSE", "f", "F", "0" -> false;
            default ->
                throw Status.badRequest("Invalid value for " + name + ": it is true or false")
                        .asException();
        });
    }

    static Optional<Long> number(Query query, String name) {
        return query.first(name).map(text -> {
            try {
                return Long.parseLong(text);
            } catch (NumberFormatException e) {
                throw Status.badRequest("Invalid value for " + name + ": it is a whole number")
                        .asException();
            }
        });
    }
}
