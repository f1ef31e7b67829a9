package io.bellwether.election.lease;

/**
 * The object that a Lease belongs to while a candidate holds it, usually the pod that the candidate runs in. When an
 * object of this name with this very UID is gone, the garbage collector of the API server deletes the Lease.
 *
 * <p>Shape: for terms for life, which nothing else ends when the holder's machine is gone. The object must be in the
 * Lease's namespace, or in none.
 *
 * @param apiVersion for instance {@code v1}
 * @param kind for instance {@code Pod}
 * @param name of the object
 * @param uid of the object: another one of the same name, which came later, is not the owner
 */
public record LeaseOwner(String apiVersion, String kind, String name, String uid) {

    /** Refuses what is empty. */
    public LeaseOwner {
        if (apiVersion.isBlank() || kind.isBlank() || name.isBlank() || uid.isBlank()) {
            throw new IllegalArgumentException("an owner has an apiVersion, a kind, a name and a uid, but these are \""
                    + apiVersion + "\", \"" + kind + "\", \"" + name + "\" and \"" + uid + "\"");
        }
    }

    /** The pod of that name and UID. */
    public static LeaseOwner pod(String name, String uid) {
        return new LeaseOwner("v1", "Pod", name, uid);
    }
}
