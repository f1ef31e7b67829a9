package io.bellwether.tests.linear;

import io.bellwether.execution.Randomness;
import io.bellwether.execution.Threads;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.locks.LockSupport;
import java.util.random.RandomGenerator;

/**
 * Registers that are keys of an etcd cluster: two clients beside each member, each through that member alone, create,
 * read, replace, compare-and-swap and delete them at random; afterwards what they saw is judged.
 *
 * <p>Shape: a few registers at a time, so that clients meet. After some hundred calls others take their place, so that
 * a history stays short enough to be judged exactly; at the end all are read once more, so that a write which was
 * acknowledged long before and is gone is seen to be.
 *
 * <p>Threads: one caller; the clients run on threads of their own until {@link #end}.
 */
public final class EtcdRegisters implements AutoCloseable {

    private static final int AT_A_TIME = 3;
    private static final int CALLS_OF_EACH = 400;
    private static final int CLIENTS_OF_EACH = 2;

    /** Between two calls of a client; in between etcd has better things to do. */
    private static final long PAUSE_MILLIS = 200;

    private static final Duration PATIENCE = Duration.ofSeconds(2);
    private static final Duration PATIENCE_AT_THE_END = Duration.ofSeconds(10);
    private static final int TRIES_AT_THE_END = 30;
    private static final Duration LIMIT = Duration.ofHours(1);

    private final Journal journal = new Journal();
    private final Run run = new Run();
    private final ExecutorService executor = Threads.virtual("registers");
    private CompletableFuture<Boolean> ended = CompletableFuture.completedFuture(true);

    /**
     * What was seen.
     *
     * @param calls that came back
     * @param registers how many
     * @param counts how many calls of each kind ended how
     * @param violations a description of each history that no order explains
     */
    public record Findings(long calls, int registers, Map<String, Long> counts, List<String> violations) {

        /** Copies. */
        public Findings {
            counts = Collections.unmodifiableMap(new TreeMap<>(counts));
            violations = List.copyOf(violations);
        }
    }

    private EtcdRegisters() {}

    /** Clients of these members, at these client addresses, that begin at once; chance decides what they do. */
    public static EtcdRegisters start(List<URI> members, RandomGenerator random) {
        EtcdRegisters registers = new EtcdRegisters();
        List<Run.Task> tasks = new ArrayList<>();
        for (URI member : members) {
            for (int number = 0; number < CLIENTS_OF_EACH; number++) {
                String name = "c" + tasks.size();
                EtcdCaller client = new EtcdCaller(name, member, PATIENCE, registers.journal);
                RandomGenerator own = Randomness.seeded(random.nextLong());
                tasks.add(() -> registers.work(client, own));
            }
        }
        registers.ended = CompletableFuture.supplyAsync(() -> registers.all(tasks), registers.executor);
        return registers;
    }

    private boolean all(List<Run.Task> tasks) {
        try {
            run.all(tasks, executor, LIMIT);
            return true;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private void work(EtcdCaller client, RandomGenerator random) throws InterruptedException {
        while (run.goesOn()) {
            String register = register(journal.size() / (AT_A_TIME * CALLS_OF_EACH), random.nextInt(AT_A_TIME));
            var unused = client.call(register, Worker.action(client, register, random.nextInt(10, 100)));
            run.pause(random.nextLong(PAUSE_MILLIS));
        }
    }

    private static String register(long generation, int number) {
        return "/registers/" + generation + "/" + number;
    }

    /** How many calls have come back. */
    public long calls() {
        return journal.size();
    }

    /** No more changes; everything is read once more through this member, which must answer within some tries. */
    public void end(URI through) throws InterruptedException {
        stop();
        EtcdCaller last = new EtcdCaller("last", through, PATIENCE_AT_THE_END, journal);
        for (String register : journal.histories().keySet()) {
            int tries = 0;
            while (last.call(register, new Action.Read()).isEmpty()) {
                tries++;
                if (tries == TRIES_AT_THE_END) {
                    throw new AssertionError(register + " cannot be read at the end");
                }
                LockSupport.parkNanos(PATIENCE.toNanos());
            }
        }
    }

    private void stop() {
        run.stop();
        try {
            boolean unused = ended.join();
        } catch (CompletionException failed) {
            throw new AssertionError("a client of the registers failed", failed.getCause());
        }
    }

    /** Judges each history exactly; call it after {@link #end}. */
    public Findings findings() {
        Map<String, List<Call>> histories = journal.histories();
        List<String> violations = new ArrayList<>();
        histories.forEach((register, history) -> {
            if (Linearizer.check(history) instanceof Verdict.Violated violated) {
                violations.add(register + " is " + violated);
            }
        });
        return new Findings(journal.size(), histories.size(), journal.counts(), violations);
    }

    /** Ends the clients, if {@link #end} has not. */
    @Override
    public void close() {
        run.stop();
        executor.close();
    }
}
