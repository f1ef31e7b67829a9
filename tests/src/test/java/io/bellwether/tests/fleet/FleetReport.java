package io.bellwether.tests.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a mixed fleet has done.
 *
 * @param leases every version of the Lease
 * @param writes every version of the ConfigMap
 * @param beliefs of ours, by token
 * @param refused writes under old tokens
 */
record FleetReport(List<LeaseVersion> leases, List<FencedWrite> writes, Map<Long, Belief> beliefs, long refused) {

    /**
     * One term of ours, as it saw itself valid.
     *
     * @param who led
     * @param from the first look that found it valid was over by then
     * @param until the last look that found it valid began no earlier
     */
    record Belief(String who, long from, long until) {

        Belief and(Belief other) {
            assertThat(other.who).as("one token, one leader").isEqualTo(who);
            return new Belief(who, Math.min(from, other.from), Math.max(until, other.until));
        }
    }

    static FleetReport of(List<LeaseVersion> leases, List<FencedWrite> writes, List<Elector> members)
            throws InterruptedException {
        Map<Long, Belief> beliefs = new TreeMap<>();
        long refused = 0;
        for (Elector member : members) {
            for (Elector.Said said : member.all()) {
                if (said.what().equals("believed")) {
                    Belief belief = new Belief(member.identity(), said.number(1), said.number(0));
                    beliefs.merge(said.number(2), belief, Belief::and);
                }
                refused += said.what().equals("refused") ? 1 : 0;
            }
        }
        return new FleetReport(leases, writes, beliefs, refused);
    }

    /** Guarantees G-E1, G-E3, G-F1, G-F2 and G-F3, for what happened here. */
    void check() {
        assertThat(LeaseVersion.problems(leases)).isEmpty();
        assertThat(overlaps()).isEmpty();
        assertThat(writesOfDeposedLeaders()).isEmpty();
        assertThat(acquisitions(true)).as("ours have led").isPositive();
        assertThat(acquisitions(false)).as("theirs have led").isPositive();
        assertThat(beliefs).as("ours have believed").isNotEmpty();
        assertThat(writes).as("ours have written").hasSizeGreaterThan(1);
        assertThat(refused).as("and tried to, deposed").isPositive();
    }

    /** Terms of ours that were still believed in when the next one of ours had begun. */
    private List<String> overlaps() {
        List<String> overlaps = new ArrayList<>();
        List<Belief> inOrder = List.copyOf(beliefs.values());
        for (int index = 1; index < inOrder.size(); index++) {
            if (inOrder.get(index - 1).until() > inOrder.get(index).from()) {
                overlaps.add(inOrder.get(index - 1) + " and " + inOrder.get(index));
            }
        }
        return overlaps;
    }

    /** Accepted writes whose token was not the Lease's at the revision right before. */
    private List<FencedWrite> writesOfDeposedLeaders() {
        return writes.stream()
                .filter(write -> write.token() > 0 && tokenBefore(write.revision()) != write.token())
                .toList();
    }

    private long tokenBefore(long revision) {
        return leases.stream()
                .filter(version -> version.revision() < revision)
                .reduce((earlier, later) -> later)
                .map(LeaseVersion::token)
                .orElse(0L);
    }

    private long acquisitions(boolean ours) {
        long acquisitions = 0;
        LeaseVersion before = new LeaseVersion(
                0, "", 0, 0, 0, leases.getFirst().acquired(), leases.getFirst().renewed());
        for (LeaseVersion version : leases) {
            boolean isOurs = version.holder().startsWith("ours-");
            acquisitions += version.isAcquisitionAfter(before) && isOurs == ours ? 1 : 0;
            before = version;
        }
        return acquisitions;
    }

    /** One line. */
    String summary() {
        return "%d terms of ours and %d of theirs, leaseTransitions %d, token %d; %d fenced writes accepted, %d of deposed leaders refused"
                .formatted(
                        acquisitions(true),
                        acquisitions(false),
                        leases.getLast().transitions(),
                        leases.getLast().token(),
                        writes.size() - 1,
                        refused);
    }
}
