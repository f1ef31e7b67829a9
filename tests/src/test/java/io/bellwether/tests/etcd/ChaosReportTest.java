package io.bellwether.tests.etcd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.bellwether.tests.etcd.Ledger.Gap;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** That the bounds of the chaos would be found to be broken. Times are in milliseconds. */
final class ChaosReportTest {

    private final ChaosReport report = new ChaosReport(1);

    private static long nanos(long millis) {
        return TimeUnit.MILLISECONDS.toNanos(millis);
    }

    private void struck(Fault fault, boolean leader, long begun, long whole) {
        report.add(fault, "m0", leader, nanos(begun), nanos(whole));
    }

    /** An acknowledgement at each of these times. */
    private static List<Gap> gaps(long... acknowledged) {
        List<Gap> gaps = new ArrayList<>();
        for (int i = 1; i < acknowledged.length; i++) {
            gaps.add(new Gap(nanos(acknowledged[i - 1]), nanos(acknowledged[i])));
        }
        return gaps;
    }

    @Test
    void gap_ofTwoElections_isTooLongWhereNoLeaderFell() {
        long election = HostedMember.ELECTION_MILLIS;
        struck(Fault.KILL_ETCD, false, 0, 5 * election);
        struck(Fault.KILL_ETCD, true, 5 * election, 10 * election);
        List<Gap> gaps = gaps(0, 2 * election, 5 * election, 7 * election, 10 * election);

        assertThat(report.overTheBound(gaps)).isEqualTo(1);
    }

    @Test
    void gap_ofFourElections_isTooLongWhereTheLeaderFell() {
        struck(Fault.CRASH, true, 0, 5 * HostedMember.ELECTION_MILLIS);

        assertThat(report.overTheBound(gaps(0, 4 * HostedMember.ELECTION_MILLIS)))
                .isEqualTo(1);
    }

    @Test
    void gap_outsideOfFaults_isUnavailability() {
        struck(Fault.CRASH, true, 0, 1_000);

        assertThat(report.outsideFaults(gaps(0, 1_000, 1_100, 1_200, 1_800, 2_000))
                        .share())
                .isEqualTo(0.4, within(0.001));
    }

    @Test
    void gap_duringAFault_isNone() {
        struck(Fault.CRASH, true, 0, 3_000);

        assertThat(report.outsideFaults(gaps(0, 2_500, 2_600, 3_100, 3_200, 3_300))
                        .share())
                .isEqualTo(1, within(0.001));
    }

    @Test
    void gap_beyondTheEndOfAFault_countsFromThere() {
        struck(Fault.CRASH, true, 0, 1_000);

        assertThat(report.outsideFaults(gaps(0, 900, 1_700, 1_850, 2_000)).share())
                .isEqualTo(0.3, within(0.001));
    }

    /** The last acknowledgement before a fault says nothing about the time before it. */
    @Test
    void gap_intoAFault_countsUpToItsBeginningOnly() {
        struck(Fault.CRASH, true, 1_000, 3_000);

        assertThat(report.outsideFaults(gaps(800, 900, 2_900, 3_000, 3_100)).share())
                .isEqualTo(1, within(0.001));
    }

    /** The member is away for long, but the others have to go on after three election timeouts, or one. */
    @Test
    void gap_beyondWhatIsAllowed_isUnavailabilityDuringAFault() {
        long election = HostedMember.ELECTION_MILLIS;
        struck(Fault.CRASH, true, 0, 10 * election);

        Availability available = report.outsideAllowed(gaps(0, 5 * election, 5 * election + 100));

        assertThat(available.outages()).containsExactly(new Gap(nanos(3 * election), nanos(5 * election)));
    }
}
