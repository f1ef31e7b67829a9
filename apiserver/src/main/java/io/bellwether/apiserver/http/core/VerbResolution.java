package io.bellwether.apiserver.http.core;

import io.bellwether.apiserver.http.core.Target.OfResource;
import io.bellwether.apiserver.request.Query;
import io.bellwether.apiserver.request.Verb;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What a method does to a target. */
public final class VerbResolution {

    private VerbResolution() {}

    /** The verb; empty: the method does nothing there (405). */
    public static Optional<Verb> resolve(String method, OfResource target, Query query) {
        boolean named = target.name().isPresent();
        return switch (method) {
            case "GET", "HEAD" -> Optional.of(named ? Verb.GET : isWatch(query) ? Verb.WATCH : Verb.LIST);
            case "POST" -> named && target.subresource().isEmpty() ? Optional.empty() : Optional.of(Verb.CREATE);
            case "PUT" -> named ? Optional.of(Verb.UPDATE) : Optional.empty();
            case "PATCH" -> named ? Optional.of(Verb.PATCH) : Optional.empty();
            case "DELETE" -> Optional.of(named ? Verb.DELETE : Verb.DELETECOLLECTION);
            default -> Optional.empty();
        };
    }

    /** As Kubernetes reads a boolean parameter: given without a value it is true. */
    private static boolean isWatch(Query query) {
        List<String> values = query.all("watch");
        if (values.isEmpty()) {
            return false;
        }
        String value = values.getFirst().toLowerCase(Locale.ROOT);
        return !value.equals("0") && !value.equals("false");
    }
}
