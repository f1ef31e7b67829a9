package io.bellwether.etcd.discovery;

import io.bellwether.etcd.core.Formation;
import io.bellwether.etcd.core.Founder;
import io.bellwether.etcd.core.Registration;
import io.bellwether.etcd.core.Registration.Standing;
import java.util.List;

/**
 * Reads what supervised members say of themselves, wherever they meet: a node without a supervisor can join them, but
 * not found a cluster there.
 *
 * <p>Threads: safe from any thread; blocks on the meeting place.
 */
public final class BoardRegistrations implements Registrations {

    private final Discovery place;

    /** Those at a place, which nothing is written to. */
    public BoardRegistrations(Discovery place) {
        this.place = place;
    }

    @Override
    public Known read() {
        return switch (place.board()) {
            case Word.Heard(Board board) -> known(board);
            case Word.Conflict(Board board) -> known(board);
            case Word.WrongToken(String text) -> new Known.WrongToken(text);
            case Word.Silence(String text) -> new Known.Silence(text);
        };
    }

    private static Known known(Board board) {
        return switch (board.formation()) {
            case Formation.Formed formed -> new Known.Formed(formed.size(), members(board));
            case Formation.Agreed agreed -> new Known.Unfounded(agreed.size());
            case Formation.Unclaimed unclaimed -> new Known.Unfounded(unclaimed.size());
            case Formation.Unknown unknown -> new Known.Silence("the place that decides does not answer");
        };
    }

    private static List<Founder> members(Board board) {
        return board.reports().stream()
                .map(Report::registration)
                .filter(node -> node.standing() == Standing.MEMBER)
                .map(BoardRegistrations::founder)
                .toList();
    }

    private static Founder founder(Registration node) {
        return new Founder(node.name(), node.peerUrls());
    }

    /** The member list knows it, and the members of the cluster are supervised: they see it there. */
    @Override
    public void register(String memberId, Founder member) {}
}
