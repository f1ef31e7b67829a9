package io.bellwether.cli.elect;

import io.bellwether.cli.server.LeaseName;
import io.bellwether.cli.server.ServerChoice;
import io.bellwether.election.ElectionOptions;
import io.bellwether.election.LeaderElection;
import io.bellwether.election.core.Failure;
import io.bellwether.election.core.ReadResult;
import io.bellwether.election.lease.LeaseLock;
import io.bellwether.execution.Machine;
import io.bellwether.execution.Randomness;
import io.bellwether.execution.SystemClock;
import io.bellwether.execution.SystemScheduler;
import io.bellwether.execution.Threads;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Wires one run of {@code bellwether elect} and carries it from start to exit code: guardian first, then the candidate;
 * at the end the command's group is empty first, then the Lease is released, then the guardian is dismissed.
 */
final class ElectProgram {

    private static final Duration FIRST_CONTACT = Duration.ofSeconds(5);

    private final ElectSettings settings;
    private final ServerChoice server;
    private final List<String> release;
    private final PrintWriter err;
    private final Narrator.Volume volume;

    /** @param release what releases the Lease when this process was killed, see {@link Guardian#start} */
    ElectProgram(
            ElectSettings settings,
            ServerChoice server,
            List<String> release,
            PrintWriter err,
            Narrator.Volume volume) {
        this.settings = settings;
        this.server = server;
        this.release = List.copyOf(release);
        this.err = err;
        this.volume = volume;
    }

    /** Blocks until the end; answers the exit code. */
    int run() throws IOException, InterruptedException {
        SystemClock clock = new SystemClock();
        RunFolder folder = RunFolder.create();
        ExecutorService executor = Threads.virtual("elect");
        StopSignals signals = new StopSignals();
        CompletableFuture<Failure> failed = new CompletableFuture<>();
        Narrator narrator = new Narrator(err, settings, volume, failed::complete);
        StateFile stateFile = new StateFile(folder.stateFile(), settings.lease(), settings.identity());
        try (Guardian guardian = Guardian.start(folder.path(), release);
                SystemScheduler scheduler = new SystemScheduler("elect-scheduler", clock);
                LauncherPool launchers =
                        new LauncherPool(folder, settings.command(), environment(stateFile), executor)) {
            ElectSession session = new ElectSession(settings, clock, guardian, stateFile, signals, launchers, narrator);
            signals.install(count -> stop(session, signals, count));
            var unused = guardian.ended().thenRun(() -> guardianLost(session, signals, narrator));
            launchers.prepareNext();
            failFast(failed, session);
            Machine machine = new Machine(clock, scheduler, executor, Randomness.secure());
            int code = campaign(session, guardian, machine, narrator);
            return guardian.isAlive() ? code : ElectExit.SOFTWARE;
        }
    }

    private int campaign(ElectSession session, Guardian guardian, Machine machine, Narrator narrator)
            throws InterruptedException {
        LeaseName name = settings.lease();
        ElectionOptions options = settings.candidate().withListener(narrator);
        try (LeaseLock lease = LeaseLock.of(server.config(), "bellwether", name.namespace(), name.name(), machine)) {
            narrator.say("a candidate for " + name + " as " + settings.identity() + " at " + server.description());
            connect(lease);
            LeaseLock owned = settings.owner().map(lease::ownedBy).orElse(lease);
            ElectLock lock = new ElectLock(owned, guardian::lead);
            LeaderElection election = new LeaderElection(lock, machine, options);
            lock.onResign(successor -> resign(session, () -> election.resignTo(successor), narrator));
            election.start(session);
            int code = await(session);
            election.close();
            return code;
        }
    }

    /** The command has its whole grace then, for the Lease is renewed until it has ended. */
    private static void resign(ElectSession session, Runnable resign, Narrator narrator) {
        narrator.say("somebody asks this candidate to resign");
        if (!session.resignRequested(resign)) {
            resign.run();
        }
    }

    /**
     * Makes the connection before the candidacy begins, with more patience than an attempt of the election has: on a
     * busy machine a cold JVM takes longer for its first handshake than a short lease leaves. What is read is not used.
     */
    private static void connect(LeaseLock lock) throws InterruptedException {
        CompletableFuture<ReadResult> answer = new CompletableFuture<>();
        lock.read(FIRST_CONTACT, answer::complete);
        try {
            var unused = answer.get(FIRST_CONTACT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException | ExecutionException unreachable) {
            // The election meets the same server next, and says what is wrong with it.
            return;
        }
    }

    private int await(ElectSession session) throws InterruptedException {
        try {
            if (settings.waitTimeout().isPresent()) {
                var unused = CompletableFuture.anyOf(session.led(), session.result())
                        .get(settings.waitTimeout().get().toMillis(), TimeUnit.MILLISECONDS);
            }
        } catch (TimeoutException late) {
            session.giveUp(ElectExit.WAIT_TIMEOUT);
        } catch (ExecutionException impossible) {
            throw new IllegalStateException("neither of the two is ever completed with an exception", impossible);
        }
        return awaitResult(session);
    }

    private static int awaitResult(ElectSession session) throws InterruptedException {
        try {
            return session.result().get();
        } catch (ExecutionException impossible) {
            throw new IllegalStateException("the result is never completed with an exception", impossible);
        }
    }

    private void failFast(CompletableFuture<Failure> failed, ElectSession session) {
        if (settings.patience() == ElectSettings.Patience.FAIL_FAST) {
            var unused = failed.thenAccept(failure -> session.giveUp(code(failure.kind())));
        }
    }

    private static int code(Failure.Kind kind) {
        return switch (kind) {
            case FORBIDDEN -> ElectExit.FORBIDDEN;
            case INVALID -> ElectExit.CONFIGURATION;
            case UNREACHABLE, THROTTLED, SERVER_ERROR -> ElectExit.UNAVAILABLE;
        };
    }

    /**
     * The first request stops in order, the second kills the command; with no command left to kill it ends this
     * program, and the Lease expires.
     */
    private static void stop(ElectSession session, StopSignals signals, int count) {
        if (count > 1 && !session.isWorking()) {
            Runtime.getRuntime().halt(signals.exitCode());
        }
        session.stopRequested();
    }

    private static void guardianLost(ElectSession session, StopSignals signals, Narrator narrator) {
        if (!session.result().isDone()) {
            narrator.complain(
                    "the guardian process has ended; stopping, for nobody would stop the command if this program died");
            signals.request(count -> session.stopRequested());
        }
    }

    private Map<String, String> environment(StateFile stateFile) {
        Map<String, String> environment = new HashMap<>();
        environment.put("ELECT_NAME", settings.lease().name());
        environment.put("ELECT_NAMESPACE", settings.lease().namespace());
        environment.put("ELECT_IDENTITY", settings.identity());
        environment.put("ELECT_STATE_FILE", stateFile.path().toString());
        environment.put("ELECT_SERVER", server.config().server().toString());
        if (!server.kubeconfig().isEmpty()) {
            environment.put("KUBECONFIG", server.kubeconfig());
        }
        return environment;
    }
}
