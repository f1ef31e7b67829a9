package io.bellwether.client;

/**
 * What must hold of an object for it to be deleted; empty texts mean "whatever it is".
 *
 * @param uid this very object, not another one of the same name
 * @param resourceVersion unchanged since then
 */
public record Preconditions(String uid, String resourceVersion) {

    /** Whatever it is. */
    public static final Preconditions NONE = new Preconditions("", "");
}
