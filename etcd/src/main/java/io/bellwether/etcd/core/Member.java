package io.bellwether.etcd.core;

import java.util.List;

/**
 * An entry of etcd's member list.
 *
 * @param name empty until the member has started for the first time
 * @param peerUrls where the other members reach it; the list is copied
 * @param clientUrls where clients reach it, empty until it has started; the list is copied
 */
public record Member(MemberId id, String name, List<String> peerUrls, List<String> clientUrls, Role role) {

    /** What an entry counts for. */
    public enum Role {
        /** Counts for the quorum. */
        VOTER,
        /** Receives the log, counts for nothing. */
        LEARNER
    }

    /** Copies the lists. */
    public Member {
        peerUrls = List.copyOf(peerUrls);
        clientUrls = List.copyOf(clientUrls);
    }

    /** Whether it counts for the quorum. */
    public boolean isVoter() {
        return role == Role.VOTER;
    }

    /** Whether it has ever started: only then has it published its name. */
    public boolean isStarted() {
        return !name.isEmpty();
    }
}
