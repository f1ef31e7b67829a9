package io.bellwether.etcd.member;

import io.bellwether.etcd.core.MemberList;
import io.bellwether.etcd.core.Plan;
import io.bellwether.etcd.gateway.MemberStatus;
import io.bellwether.etcd.member.MemberView.Role;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * Counts rounds and decisions, and tells of each round.
 *
 * <p>Threads: owned by the supervisor's thread.
 */
final class Rounds {

    private final Consumer<MemberView> watcher;
    private final Map<String, Long> plans = new TreeMap<>();
    private long rounds;
    private String said = "";

    /** @param watcher must not block */
    Rounds(Consumer<MemberView> watcher) {
        this.watcher = watcher;
    }

    /** The round's decision. */
    void decided(Plan plan) {
        said = plan.reason().toString();
        plans.merge(plan.getClass().getSimpleName(), 1L, Long::sum);
    }

    /** The end of a round. */
    void ended(Optional<MemberStatus> own, Optional<MemberList> list, long starts) {
        rounds++;
        int voters = list.map(members -> members.voters().size()).orElse(0);
        int all = list.map(members -> members.members().size()).orElse(0);
        watcher.accept(new MemberView(role(own), list.isPresent(), voters, all - voters, said, rounds, starts, plans));
    }

    private static Role role(Optional<MemberStatus> own) {
        return own.map(status -> status.learner() ? Role.STANDBY : Role.VOTER).orElse(Role.WAITING);
    }
}
