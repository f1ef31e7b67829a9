package io.bellwether.etcd.discovery;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellwether.etcd.core.ClusterId;
import io.bellwether.etcd.core.Founder;
import io.bellwether.etcd.core.Incarnation;
import io.bellwether.etcd.core.MemberId;
import io.bellwether.etcd.core.NodeId;
import io.bellwether.etcd.core.Registration;
import io.bellwether.etcd.core.Registration.Standing;
import io.bellwether.etcd.core.Registration.Wish;
import io.bellwether.etcd.discovery.Registrations.Known;
import io.bellwether.execution.sim.SimClock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What a node without a supervisor hears of a cluster, wherever its supervised members meet. */
final class RegistrationsTest {

    private static final Founder STOCK = new Founder("s", List.of("http://s:2380"));

    private final MapShelf shelf = new MapShelf();
    private final SharedBoard place = new SharedBoard(shelf, new SimClock(), Optional.of(3));
    private final Registrations supervised = new BoardRegistrations(place);

    private static Report report(String name, Standing standing) {
        Registration registration = new Registration(
                new NodeId(name),
                new Incarnation("incarnation-of-" + name),
                name,
                List.of("http://" + name + ":2380"),
                "",
                0,
                standing,
                Wish.NONE,
                standing == Standing.MEMBER ? Optional.of(new MemberId(7)) : Optional.empty(),
                Optional.empty(),
                0,
                Duration.ZERO);
        return new Report(registration, List.of("http://" + name + ":2379"), "");
    }

    @Test
    void read_whereNothingHasFormed_leavesItToSupervisedMembers() {
        assertThat(supervised.read()).isEqualTo(new Known.Unfounded(3));
    }

    @Test
    void read_whereAClusterHasFormed_namesItsMembers() {
        place.report(report("a", Standing.MEMBER));
        place.report(report("b", Standing.STARTING));
        place.formed(new ClusterId(5));

        assertThat(supervised.read())
                .isEqualTo(new Known.Formed(3, List.of(new Founder("a", List.of("http://a:2380")))));
    }

    @Test
    void read_whereNobodyAnswers_isSilence() {
        shelf.leave();

        assertThat(supervised.read()).isInstanceOf(Known.Silence.class);
    }

    /** To look writes nothing, not even how many found the cluster. */
    @Test
    void read_whereNobodySaidHowMany_isAWrongTokenAndWritesNothing() throws Exception {
        Registrations first = new BoardRegistrations(new SharedBoard(shelf, new SimClock(), Optional.empty()));

        assertThat(first.read()).isInstanceOf(Known.WrongToken.class);
        assertThat(shelf.notes()).isEmpty();
    }

    @Test
    void either_whereStockMembersRegistered_isTheirs() {
        place.formed(new ClusterId(5));
        Known stock = new Known.Cluster(3, List.of(STOCK));

        assertThat(new EitherRegistrations(saying(stock), supervised).read()).isEqualTo(stock);
    }

    @Test
    void either_whereSupervisedMembersFoundedIt_isTheirs() {
        Known open = new Known.Cluster(3, List.of());
        Registrations either = new EitherRegistrations(saying(open), supervised);
        assertThat(either.read()).isEqualTo(open);

        place.formed(new ClusterId(5));

        assertThat(either.read()).isEqualTo(new Known.Formed(3, List.of()));
    }

    private static Registrations saying(Known known) {
        return new Registrations() {
            @Override
            public Known read() {
                return known;
            }

            @Override
            public void register(String memberId, Founder member) {}
        };
    }
}
