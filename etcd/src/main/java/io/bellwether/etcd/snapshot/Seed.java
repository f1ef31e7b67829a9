package io.bellwether.etcd.snapshot;

import java.util.List;

/**
 * The one member with which a restored cluster begins.
 *
 * @param name of the member
 * @param peerUrls where other members will reach it; the list is copied
 * @param token what makes the identity of this cluster differ from every other's
 * @param raiseBy by how many revisions the key space jumps forward; 0: not at all
 */
public record Seed(String name, List<String> peerUrls, String token, long raiseBy) {

    /** Copies the list. */
    public Seed {
        peerUrls = List.copyOf(peerUrls);
        if (raiseBy < 0) {
            throw new IllegalArgumentException("revisions never go back: " + raiseBy);
        }
    }
}
