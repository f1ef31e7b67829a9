package io.bellwether.client;

/**
 * Which objects a list or a watch is about. Empty texts mean "not given".
 *
 * @param limit at most this many objects in the page; 0 for all in one reply
 * @param continueToken of the page before; it belongs to the same selectors
 * @param resourceVersion empty for the most recent state; "0" for any that the server has at hand; else at least that
 *     one
 */
public record ListOptions(
        String labelSelector, String fieldSelector, int limit, String continueToken, String resourceVersion) {

    /** Everything, as of now. */
    public static final ListOptions ALL = new ListOptions("", "", 0, "", "");

    /** Refuses a negative limit. */
    public ListOptions {
        if (limit < 0) {
            throw new IllegalArgumentException("a limit is 0 or more, not " + limit);
        }
    }

    /** Only objects with these labels. */
    public ListOptions withLabels(String selector) {
        return new ListOptions(selector, fieldSelector, limit, continueToken, resourceVersion);
    }

    /** Only objects with these fields, {@code metadata.name=a} for instance. */
    public ListOptions withFields(String selector) {
        return new ListOptions(labelSelector, selector, limit, continueToken, resourceVersion);
    }

    /** In pages of at most this many objects. */
    public ListOptions withLimit(int pageLimit) {
        return new ListOptions(labelSelector, fieldSelector, pageLimit, continueToken, resourceVersion);
    }

    /** The page after the one whose metadata held this token. */
    public ListOptions after(String token) {
        return new ListOptions(labelSelector, fieldSelector, limit, token, resourceVersion);
    }
}
