package io.bellwether.etcd.core;

import io.bellwether.etcd.core.Evidence.Integrity;
import io.bellwether.etcd.core.Evidence.Link;
import io.bellwether.etcd.core.Evidence.Probe;
import io.bellwether.etcd.core.Evidence.Progress;
import io.bellwether.etcd.core.Member.Role;
import io.bellwether.etcd.core.MemberList.Confirmation;
import io.bellwether.etcd.core.Registration.Standing;
import io.bellwether.etcd.core.Registration.Wish;
import io.bellwether.etcd.core.Rendezvous.Reach;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What supervisors see of a state: the views that the planners are given. */
final class Sights {

    private static final Duration LONG = Duration.ofHours(1);
    private static final Duration SHORT = Duration.ofSeconds(1);
    private static final ClusterId CLUSTER = new ClusterId(77);

    private final int size;
    private final int rotation;

    /**
     * Names for the machines.
     *
     * @param rotation planners choose by name between equals: with each rotation another machine comes first
     */
    Sights(int size, int rotation) {
        this.size = size;
        this.rotation = rotation;
    }

    int machineOf(MemberId id) {
        return Math.floorMod((int) id.value() - 1 - rotation, size);
    }

    int machineOf(NodeId node) {
        return Math.floorMod(node.value().charAt(4) - 'a' - rotation, size);
    }

    private int rank(int machine) {
        return (machine + rotation) % size;
    }

    MemberId id(int machine) {
        return new MemberId(rank(machine) + 1L);
    }

    private NodeId node(int machine) {
        return new NodeId("node" + (char) ('a' + rank(machine)));
    }

    private List<String> urls(int machine) {
        return List.of("http://node" + (char) ('a' + rank(machine)) + ":2380");
    }

    /** The view of the supervisor beside the leader. */
    ClusterView cluster(Fate fate, int leader) {
        Map<MemberId, Evidence> evidence = new HashMap<>();
        for (int machine = 0; machine < size; machine++) {
            if (fate.entryOf(machine) != Fate.NO_ENTRY) {
                evidence.put(id(machine), evidence(fate, machine));
            }
        }
        return new ClusterView(
                node(leader),
                list(fate, Confirmation.QUORUM),
                new Quorum.Confirmed(id(leader)),
                evidence,
                rendezvous(fate),
                new History(Optional.empty(), 0, LONG, LONG, LONG),
                Set.of());
    }

    private static Evidence evidence(Fate fate, int machine) {
        boolean connected = fate.is(machine, Fate.RUNNING | Fate.CONNECTED);
        Duration lasting = connected || fate.is(machine, Fate.PROVEN) ? LONG : SHORT;
        return new Evidence(
                connected ? Link.ACTIVE : Link.INACTIVE,
                lasting,
                connected ? Probe.ANSWERS : Probe.SILENT,
                lasting,
                connected ? Optional.of(new Progress(0, LONG, Duration.ZERO)) : Optional.empty(),
                Integrity.UNKNOWN);
    }

    private MemberList list(Fate fate, Confirmation confirmation) {
        List<Member> members = new ArrayList<>();
        for (int machine = 0; machine < size; machine++) {
            int entry = fate.entryOf(machine);
            if (entry != Fate.NO_ENTRY) {
                String name =
                        entry == Fate.UNSTARTED_LEARNER ? "" : node(machine).value();
                Role role = entry == Fate.VOTER ? Role.VOTER : Role.LEARNER;
                members.add(new Member(id(machine), name, urls(machine), List.of(), role));
            }
        }
        return new MemberList(CLUSTER, members, confirmation);
    }

    private Rendezvous rendezvous(Fate fate) {
        List<Registration> registrations = new ArrayList<>();
        for (int machine = 0; machine < size; machine++) {
            registrations.add(registration(fate, machine));
        }
        return new Rendezvous(Reach.HEARD, registrations);
    }

    private Registration registration(Fate fate, int machine) {
        boolean heard = fate.is(machine, Fate.ON | Fate.CONNECTED);
        boolean listed = fate.entryOf(machine) != Fate.NO_ENTRY;
        boolean member = fate.is(machine, Fate.DATA);
        Standing standing = member
                ? Standing.MEMBER
                : fate.pastOf(machine) == Fate.PAST_NONE ? Standing.CANDIDATE : Standing.STARTING;
        return new Registration(
                node(machine),
                new Incarnation("incarnation"),
                node(machine).value(),
                urls(machine),
                "",
                0,
                fate.is(machine, Fate.DECLARED) ? Standing.CANDIDATE : standing,
                Wish.NONE,
                member && listed ? Optional.of(id(machine)) : Optional.empty(),
                fate.is(machine, Fate.DECLARED) ? Optional.of(id(machine)) : Optional.empty(),
                rank(machine),
                heard ? Duration.ZERO : fate.is(machine, Fate.PROVEN) ? LONG : SHORT);
    }

    /** The view of a machine's own supervisor. */
    NodeView node(Fate fate, int machine) {
        boolean reaches = fate.is(machine, Fate.CONNECTED);
        Optional<MemberList> list = reaches && fate.alive() > 0
                ? Optional.of(list(fate, fate.hasQuorum() ? Confirmation.QUORUM : Confirmation.LOCAL))
                : Optional.empty();
        return new NodeView(
                node(machine),
                new Incarnation("incarnation"),
                node(machine).value(),
                urls(machine),
                past(fate, machine),
                fate.pastOf(machine) == Fate.PAST_BELONGING,
                fate.is(machine, Fate.DATA) ? new DataState.Present() : new DataState.Empty(),
                fate.is(machine, Fate.RUNNING)
                        ? new ProcessState.Running()
                        : new ProcessState.Stopped(Optional.empty(), 0),
                reaches ? new Formation.Formed(size, CLUSTER) : new Formation.Unknown(),
                list,
                reaches ? rendezvous(fate) : new Rendezvous(Reach.SILENT, List.of()));
    }

    /** An identity that the list does not show any more was another one. */
    private Past past(Fate fate, int machine) {
        MemberId own = id(machine);
        return switch (fate.pastOf(machine)) {
            case Fate.PAST_JOINING -> new Past.Joining(own);
            case Fate.PAST_BELONGING -> new Past.Belonging(CLUSTER, own);
            default -> new Past.None();
        };
    }
}
