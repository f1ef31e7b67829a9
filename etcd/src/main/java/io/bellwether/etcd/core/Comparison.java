package io.bellwether.etcd.core;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Whether the members have the same keys at one revision.
 *
 * <p>A checksum does not say who is right: only where at least two others agree with each other is the one that differs
 * the wrong one. etcd's own alarm names a member without that.
 */
public sealed interface Comparison {

    /** Too few members could be compared. */
    record Unknown() implements Comparison {}

    /** All that were compared have the same. */
    record Same(Set<MemberId> members) implements Comparison {

        /** Copies the set. */
        public Same {
            members = Set.copyOf(members);
        }
    }

    /** One has something else than all others, which are two at least. */
    record OneDiffers(MemberId member) implements Comparison {}

    /** They differ, and nobody can tell who is right. */
    record Undecided(Set<MemberId> members) implements Comparison {

        /** Copies the set. */
        public Undecided {
            members = Set.copyOf(members);
        }
    }

    /**
     * A member's checksum.
     *
     * @param hash of its keys
     * @param compacted the revision before which it has forgotten: only the same ranges can be compared
     */
    record Sum(long hash, long compacted) {}

    /** Compares checksums that were made of one revision. */
    static Comparison of(Map<MemberId, Sum> sums) {
        if (sums.size() < 2
                || sums.values().stream().map(Sum::compacted).distinct().count() > 1) {
            return new Unknown();
        }
        Map<Long, Set<MemberId>> groups = new HashMap<>();
        sums.forEach((member, sum) ->
                groups.computeIfAbsent(sum.hash(), hash -> new TreeSet<>()).add(member));
        if (groups.size() == 1) {
            return new Same(sums.keySet());
        }
        Optional<MemberId> odd = groups.values().stream()
                .filter(group -> group.size() == 1)
                .map(group -> group.iterator().next())
                .findFirst();
        return groups.size() == 2 && odd.isPresent() && sums.size() > 2
                ? new OneDiffers(odd.get())
                : new Undecided(sums.keySet());
    }

    /** One line for people. */
    default String text() {
        return switch (this) {
            case Unknown unknown -> "could not be compared";
            case Same same -> "the same on " + same.members().size() + " members";
            case OneDiffers differs -> "member " + differs.member() + " differs from all others, which agree";
            case Undecided undecided -> "the members differ, and none of them is a minority of one";
        };
    }
}
