package io.bellwether.election;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellwether.execution.RealMachine;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import java.lang.management.ThreadInfo;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Scenario 63: ten thousand elections in one process need no thread each, and little memory. */
final class ManyElectionsTest {

    private static final int FEW = 100;
    private static final int MANY = 10_000;
    private static final long HEAP_LIMIT_BYTES = 300L << 20;

    /** Candidates that lead, each with a lock of its own. */
    private static List<LeaderElection> lead(RealMachine machine, int count, String prefix)
            throws InterruptedException {
        CountDownLatch started = new CountDownLatch(count);
        ElectionListener listener = new ElectionListener() {
            @Override
            public void onStarted(Leadership leadership) {
                started.countDown();
            }
        };
        List<LeaderElection> elections = IntStream.range(0, count)
                .mapToObj(number -> new LeaderElection(
                        new MemoryLock(),
                        machine.machine(),
                        ElectionOptions.candidate(prefix + number).withListener(listener)))
                .toList();
        elections.forEach(LeaderElection::start);
        assertThat(started.await(60, TimeUnit.SECONDS)).isTrue();
        return elections;
    }

    /** Platform threads but those that carry the virtual ones: of them there is one for each processor. */
    private static Set<String> threads() {
        ThreadInfo[] all = ManagementFactory.getThreadMXBean().dumpAllThreads(false, false);
        return Arrays.stream(all)
                .map(ThreadInfo::getThreadName)
                .filter(name -> !name.startsWith("ForkJoinPool-"))
                .collect(Collectors.toSet());
    }

    /** The smallest of several looks: what a collection leaves behind. */
    private static long heapBytes() {
        MemoryMXBean memory = ManagementFactory.getMemoryMXBean();
        return IntStream.range(0, 4)
                .mapToLong(look -> {
                    memory.gc();
                    return memory.getHeapMemoryUsage().getUsed();
                })
                .min()
                .getAsLong();
    }

    @Test
    void scenario63_elections_tenThousandInOneProcess_addNoThreadAndLittleHeap() throws InterruptedException {
        try (RealMachine machine = RealMachine.open("many")) {
            List<LeaderElection> elections = new ArrayList<>(lead(machine, FEW, "few-"));
            Set<String> threadsBefore = threads();
            long heapBefore = heapBytes();
            elections.addAll(lead(machine, MANY, "many-"));
            Set<String> added = threads();
            added.removeAll(threadsBefore);
            long heap = heapBytes() - heapBefore;
            long leading = elections.stream()
                    .filter(each -> each.current().isPresent())
                    .count();
            System.out.printf(
                    "%d elections: %.1f MB of heap (%d bytes each), threads added: %s%n",
                    MANY, heap / 1e6, heap / MANY, added);
            assertThat(leading).isEqualTo(FEW + MANY);
            assertThat(added).isEmpty();
            assertThat(heap).isLessThan(HEAP_LIMIT_BYTES);
            elections.forEach(LeaderElection::closeLater);
            elections.forEach(LeaderElection::close);
        }
    }
}
