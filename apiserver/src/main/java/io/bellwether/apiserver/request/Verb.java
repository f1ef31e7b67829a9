package io.bellwether.apiserver.request;

import java.util.Locale;

/** What a request does to a resource: the verb that authorization and discovery speak of. */
public enum Verb {
    GET,
    LIST,
    WATCH,
    CREATE,
    UPDATE,
    PATCH,
    DELETE,
    DELETECOLLECTION;

    /** The verb as discovery documents and authorization rules write it: lower case. */
    public String apiName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Whether the verb may write. */
    public boolean isMutating() {
        return switch (this) {
            case GET, LIST, WATCH -> false;
            case CREATE, UPDATE, PATCH, DELETE, DELETECOLLECTION -> true;
        };
    }
}
