package io.bellwether.apimachinery;

import java.util.List;
import java.util.Objects;

/**
 * What a Status is about. Absent text is empty.
 *
 * @param name name of the object
 * @param group API group of the object
 * @param kind kind of the object; in most answers of a server the resource's plural
 * @param uid uid of the object
 * @param causes the causes, in the order in which they were found
 * @param retryAfterSeconds after how many seconds the client may try again; 0 when it was not told
 */
public record StatusDetails(
        String name, String group, String kind, String uid, List<Cause> causes, int retryAfterSeconds) {

    /** No details. */
    public static final StatusDetails NONE = new StatusDetails("", "", "", "", List.of(), 0);

    public StatusDetails {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(group, "group");
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(uid, "uid");
        causes = List.copyOf(causes);
        if (retryAfterSeconds < 0) {
            throw new IllegalArgumentException("retryAfterSeconds must not be negative: " + retryAfterSeconds);
        }
    }

    /** Details that name an object by resource. */
    public static StatusDetails of(GroupResource resource, String name) {
        return new StatusDetails(name, resource.group(), resource.resource(), "", List.of(), 0);
    }

    /** The same with other causes. */
    public StatusDetails withCauses(List<Cause> newCauses) {
        return new StatusDetails(name, group, kind, uid, newCauses, retryAfterSeconds);
    }

    /** The same with the object's uid. */
    public StatusDetails withUid(String newUid) {
        return new StatusDetails(name, group, kind, newUid, causes, retryAfterSeconds);
    }

    /** The same with a time to wait before the next try. */
    public StatusDetails withRetryAfterSeconds(int newRetryAfterSeconds) {
        return new StatusDetails(name, group, kind, uid, causes, newRetryAfterSeconds);
    }
}
