package io.bellwether.etcd.gateway;

import io.bellwether.etcd.core.ClusterId;
import io.bellwether.etcd.core.MemberId;
import java.util.Optional;

/**
 * What a member says about itself.
 *
 * @param version etcd's own, such as {@code 3.4.23}
 * @param leader the leader it knows, if any
 * @param appliedIndex of the log, in entries
 * @param revision of the key space it has applied
 * @param sizeBytes of its database, as quotas count it
 * @param usedBytes of that which are not free
 */
public record MemberStatus(
        ClusterId cluster,
        MemberId member,
        String version,
        Optional<MemberId> leader,
        boolean learner,
        long term,
        long appliedIndex,
        long revision,
        long sizeBytes,
        long usedBytes) {

    /** Whether it leads. */
    public boolean isLeader() {
        return leader.filter(member::equals).isPresent();
    }
}
