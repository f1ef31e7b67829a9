package io.bellwether.etcd.core;

import java.util.List;
import java.util.Optional;

/**
 * What is known of the nodes around, members or not.
 *
 * @param reach whether silence means anything
 * @param registrations each node once; the list is copied
 */
public record Rendezvous(Reach reach, List<Registration> registrations) {

    /** Whether the place where nodes report is heard. */
    public enum Reach {
        /** Yes: who is silent there is silent. */
        HEARD,
        /** No: nobody's silence proves anything. */
        SILENT
    }

    /** Copies the list. */
    public Rendezvous {
        registrations = List.copyOf(registrations);
    }

    /** What the node says that runs the member, by its identity, or, before it knows it, by its address. */
    public Optional<Registration> of(Member member) {
        return registrations.stream()
                .filter(each -> each.member().filter(member.id()::equals).isPresent())
                .findFirst()
                .or(() -> registrations.stream()
                        .filter(each -> each.member().isEmpty() && each.lost().isEmpty())
                        .filter(each -> each.peerUrls().stream().anyMatch(member.peerUrls()::contains))
                        .findFirst());
    }

    /** What the node says. */
    public Optional<Registration> of(NodeId node) {
        return registrations.stream().filter(each -> each.node().equals(node)).findFirst();
    }
}
