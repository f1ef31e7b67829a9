package io.bellwether.etcd.core;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The membership of a cluster, as one of its members tells it.
 *
 * @param members at most {@value #SIZE_LIMIT}; each identity once; the list is copied
 * @param confirmation whether a quorum stands behind it
 */
public record MemberList(ClusterId cluster, List<Member> members, Confirmation confirmation) {

    /** Far above what a quorum can use; a longer list is refused. */
    public static final int SIZE_LIMIT = 64;

    /** What stands behind a list. */
    public enum Confirmation {
        /** Read linearizably: no newer list was in force when it was asked for. */
        QUORUM,
        /** One member's own copy: it may be out of date for as long as that member is cut off. */
        LOCAL
    }

    /** Copies the list; refuses duplicates. */
    public MemberList {
        members = List.copyOf(members);
        Set<MemberId> ids = new HashSet<>();
        for (Member member : members) {
            if (!ids.add(member.id())) {
                throw new IllegalArgumentException("member " + member.id() + " is listed twice");
            }
        }
        if (members.size() > SIZE_LIMIT) {
            throw new IllegalArgumentException(members.size() + " members are more than " + SIZE_LIMIT);
        }
    }

    /** The entry with this identity. */
    public Optional<Member> find(MemberId id) {
        return members.stream().filter(member -> member.id().equals(id)).findFirst();
    }

    /** The entry that has one of these peer URLs. */
    public Optional<Member> findByPeerUrl(List<String> peerUrls) {
        return members.stream()
                .filter(member -> member.peerUrls().stream().anyMatch(peerUrls::contains))
                .findFirst();
    }

    /** The entries that count for the quorum. */
    public List<Member> voters() {
        return members.stream().filter(Member::isVoter).toList();
    }

    /** The entries that do not. */
    public List<Member> learners() {
        return members.stream().filter(member -> !member.isVoter()).toList();
    }

    /** Whether a quorum stands behind it. */
    public boolean isConfirmed() {
        return confirmation == Confirmation.QUORUM;
    }
}
