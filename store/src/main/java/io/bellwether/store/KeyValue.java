package io.bellwether.store;

/**
 * One entry as of one revision.
 *
 * @param createRevision the commit that created the key, anew after each delete
 * @param modRevision the commit that last wrote it; never before {@code createRevision}
 */
public record KeyValue(Key key, Bytes value, Revision createRevision, Revision modRevision) {

    public KeyValue {
        if (createRevision.value() < 1 || modRevision.compareTo(createRevision) < 0) {
            throw new IllegalArgumentException(
                    "1 <= createRevision <= modRevision, not " + createRevision + " and " + modRevision);
        }
    }
}
