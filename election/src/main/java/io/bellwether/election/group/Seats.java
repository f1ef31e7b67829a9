package io.bellwether.election.group;

import io.bellwether.election.LeaderElection;
import io.bellwether.election.LeaderView;
import java.time.Duration;
import java.util.List;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeSet;
import java.util.stream.IntStream;

/**
 * Who lives: each candidate of a group holds one of a number of locks, its seat, and watches all of them.
 *
 * <p>Threads: owned by the group's mailbox.
 */
final class Seats {

    private final String self;
    private final List<LeaderElection> seats;
    private final Duration patience;
    private OptionalInt wanted = OptionalInt.empty();

    /**
     * @param seats each a paused candidate
     * @param patience how long a holder that does not renew counts as living; less than its lease, so that a dead one
     *     is no longer counted upon when its shards become free
     */
    Seats(String self, List<LeaderElection> seats, Duration patience) {
        this.self = self;
        this.seats = List.copyOf(seats);
        this.patience = patience;
    }

    /** The names of those who have a seat. */
    NavigableSet<String> members() {
        NavigableSet<String> members = new TreeSet<>();
        seats.forEach(seat -> holder(seat).ifPresent(members::add));
        return members;
    }

    /** Contends for a seat that is free, until it has one. */
    void takeOne() {
        if (wanted.isPresent() && isFreeForSelf(wanted.getAsInt())) {
            return;
        }
        wanted.ifPresent(index -> seats.get(index).pause());
        // Everybody begins elsewhere, so that newcomers do not collide at each seat.
        int first = Math.floorMod(self.hashCode(), seats.size());
        wanted = IntStream.range(0, seats.size())
                .map(offset -> (first + offset) % seats.size())
                .filter(this::isFreeForSelf)
                .findFirst();
        wanted.ifPresent(index -> seats.get(index).resume());
    }

    private boolean isFreeForSelf(int index) {
        return holder(seats.get(index)).map(self::equals).orElse(true);
    }

    private Optional<String> holder(LeaderElection seat) {
        return seat.status()
                .leader()
                .filter(view -> view.unchangedFor().compareTo(patience) <= 0)
                .map(LeaderView::holder);
    }
}
