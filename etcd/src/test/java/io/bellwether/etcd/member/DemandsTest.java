package io.bellwether.etcd.member;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.bellwether.etcd.core.Cause;
import io.bellwether.etcd.core.Formation;
import io.bellwether.etcd.core.Incarnation;
import io.bellwether.etcd.core.JoinStrategy;
import io.bellwether.etcd.core.NodeId;
import io.bellwether.etcd.core.Plan;
import io.bellwether.etcd.core.Policy.Standby;
import io.bellwether.etcd.core.ProcessState;
import io.bellwether.etcd.core.Rule;
import io.bellwether.etcd.discovery.Board;
import io.bellwether.etcd.discovery.Word;
import io.bellwether.etcd.member.MemberException.Reason;
import io.bellwether.execution.sim.SimClock;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What ends a supervision at its start, and what is waited for. */
final class DemandsTest {

    private static final Duration SUSPECT = Duration.ofSeconds(6);
    private static final Duration ROUND = Duration.ofMillis(250);
    private static final ProcessState STOPPED = new ProcessState.Stopped(Optional.empty(), 0);
    private static final Word FORGOTTEN = new Word.WrongToken("there is no such token");
    private static final Word HEARD =
            new Word.Heard(new Board(new Formation.Unclaimed(3), 1, List.of(), Optional.empty()));
    private static final NodeRecord FRESH = NodeRecord.fresh(new NodeId("n"), new Incarnation("incarnation-1"));

    private final SimClock clock = new SimClock();
    private final Demands demands = new Demands(options(), clock, SUSPECT);

    private static MemberOptions options() {
        List<String> peer = List.of("http://127.0.0.1:1");
        List<String> client = List.of("http://127.0.0.1:2");
        return new MemberOptions(
                "n",
                Path.of("data"),
                URI.create("http://127.0.0.1:3/0123456789abcdef"),
                new MemberOptions.Addresses(peer, peer, client, client),
                new MemberOptions.Wishes(Optional.empty(), JoinStrategy.REPLACE, Standby.LEARNER),
                "",
                0,
                new MemberOptions.Etcd("etcd", Duration.ofMillis(50), Duration.ofMillis(500), List.of(), Care.DEFAULT),
                Optional.empty());
    }

    private static Plan refusal(Cause cause) {
        return new Plan.Refuse(new io.bellwether.etcd.core.Reason(Rule.N3, cause, "refused"));
    }

    private static Plan waiting() {
        return new Plan.Wait(new io.bellwether.etcd.core.Reason(Rule.N4, Cause.WAITING_FOR_PLACE, "waits"));
    }

    /** Round after round the same plan. */
    private void check(Plan plan, Duration lasting) {
        for (Duration passed = Duration.ZERO; passed.compareTo(lasting) < 0; passed = passed.plus(ROUND)) {
            demands.check(plan, STOPPED);
            clock.advance(ROUND);
        }
    }

    @Test
    void refusal_thatOnlyAPersonCanLift_endsTheSupervisionAtOnce() {
        assertThat(catchThrowable(() -> demands.check(refusal(Cause.FOREIGN_DATA), STOPPED)))
                .isInstanceOfSatisfying(
                        MemberException.class,
                        refused -> assertThat(refused.reason()).isEqualTo(Reason.REFUSED));
    }

    @Test
    void name_ofAnotherNodeThatGoesOnReporting_isRefused() {
        check(refusal(Cause.NAME_TAKEN), SUSPECT.multipliedBy(3));

        assertThat(catchThrowable(() -> demands.check(refusal(Cause.NAME_TAKEN), STOPPED)))
                .isInstanceOf(MemberException.class);
    }

    /**
     * A member that lost its disk and what its supervisor knew, on a busy machine: discovery is heard at once, the
     * cluster's own copy of what the earlier life said only long after, and it counts as fresh from then on.
     */
    @Test
    void name_ofAnEarlierLife_isWaitedForWheneverItIsFirstRead() {
        check(refusal(Cause.NAME_TAKEN), SUSPECT);
        check(waiting(), Duration.ofSeconds(20));

        assertThatCode(() -> check(refusal(Cause.NAME_TAKEN), SUSPECT.multipliedBy(2)))
                .doesNotThrowAnyException();
        assertThatCode(() -> check(waiting(), Duration.ofSeconds(1))).doesNotThrowAnyException();
    }

    /** While this machine stood still nobody could be heard, and nothing was proven. */
    @Test
    void name_takenBeforeAndAfterAStandstill_isWaitedForAnew() {
        check(refusal(Cause.NAME_TAKEN), SUSPECT);
        clock.advance(Duration.ofMinutes(1));

        assertThatCode(() -> check(refusal(Cause.NAME_TAKEN), SUSPECT.multipliedBy(2)))
                .doesNotThrowAnyException();
    }

    @Test
    void data_lockedForLong_isRefused() {
        check(refusal(Cause.DATA_LOCKED), Duration.ofSeconds(15));

        assertThat(catchThrowable(() -> demands.check(refusal(Cause.DATA_LOCKED), STOPPED)))
                .isInstanceOf(MemberException.class);
    }

    @Test
    void token_thatDiscoveryNeverTook_isRefused() {
        assertThat(catchThrowable(() -> demands.check(FORGOTTEN, FRESH)))
                .isInstanceOfSatisfying(
                        MemberException.class,
                        refused -> assertThat(refused.reason()).isEqualTo(Reason.WRONG_TOKEN));
    }

    /** Discovery came back empty: the token was right, and the cluster may be found elsewhere. */
    @Test
    void token_thatDiscoveryTookBefore_isRightAlthoughForgotten() {
        demands.check(HEARD, FRESH);

        assertThatCode(() -> demands.check(FORGOTTEN, FRESH)).doesNotThrowAnyException();
    }

    /** The same after a restart: where members answer was written down. */
    @Test
    void token_ofAClusterThatIsKnown_isRightAlthoughForgotten() {
        NodeRecord waited = FRESH.knowing(List.of("http://127.0.0.1:4"));

        assertThatCode(() -> demands.check(FORGOTTEN, waited)).doesNotThrowAnyException();
    }
}
