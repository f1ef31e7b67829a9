package io.bellwether.etcd.core;

import java.util.List;

/**
 * One of the members that a cluster begins with, or one that a joining member is told of.
 *
 * @param name the member's name
 * @param peerUrls not empty; the list is copied
 */
public record Founder(String name, List<String> peerUrls) {

    /** Copies the list; refuses a member without an address. */
    public Founder {
        peerUrls = List.copyOf(peerUrls);
        if (peerUrls.isEmpty()) {
            throw new IllegalArgumentException("member " + name + " has no peer URL");
        }
    }
}
