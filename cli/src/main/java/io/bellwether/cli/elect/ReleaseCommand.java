package io.bellwether.cli.elect;

import io.bellwether.cli.command.DurationConverter;
import io.bellwether.cli.command.ExitCode;
import io.bellwether.cli.server.LeaseName;
import io.bellwether.cli.server.LeaseOptions;
import io.bellwether.cli.server.ServerChoice;
import io.bellwether.election.core.Identity;
import io.bellwether.election.lease.LeaseLock;
import io.bellwether.execution.Deadline;
import io.bellwether.execution.Machine;
import io.bellwether.execution.RealMachine;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * {@code bellwether elect release}, which the guardian runs when {@code elect} was killed: waits until nothing of the
 * command lives, then releases the Lease in the dead candidate's name (G-P2).
 */
@Command(
        name = "release",
        hidden = true,
        mixinStandardHelpOptions = true,
        exitCodeOnInvalidInput = ElectExit.USAGE,
        exitCodeOnExecutionException = ElectExit.SOFTWARE,
        description = "Releases the Lease of a candidate that was killed. Its guardian runs this; nobody else may.")
final class ReleaseCommand implements Callable<Integer> {

    private static final long LOOK_EVERY_NANOS = TimeUnit.MILLISECONDS.toNanos(2);

    @Mixin
    private LeaseOptions lease = new LeaseOptions();

    @Option(names = "--identity", required = true, paramLabel = "NAME", description = "The dead candidate's name.")
    private String identity = "";

    @Option(names = "--instance", required = true, paramLabel = "TEXT", description = "What its nonces begin with.")
    private String instance = "";

    @Option(names = "--group", paramLabel = "PID", description = "The process group of its command, killed already.")
    private long group;

    @Option(
            names = "--within",
            required = true,
            paramLabel = "TIME",
            converter = DurationConverter.class,
            description = "After that the Lease has expired by itself.")
    private Duration within = Duration.ZERO;

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli before call()
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException, InterruptedException {
        ServerChoice choice = lease.server();
        LeaseName name = lease.lease(choice);
        try (RealMachine real = RealMachine.open("elect-release")) {
            Machine machine = real.machine();
            Deadline deadline = Deadline.after(machine.clock(), within);
            if (group != 0 && !dies(deadline, machine)) {
                return tell("processes of the command still live; the Lease is left to expire", ExitCode.FAILED);
            }
            try (LeaseLock lock = LeaseLock.of(choice.config(), "bellwether", name.namespace(), name.name(), machine)) {
                AbandonedLease abandoned = new AbandonedLease(lock, new Identity(identity, instance), machine.clock());
                return tell(name, abandoned.release(deadline));
            }
        }
    }

    /**
     * Whether the group is empty before the deadline; what a fork has saved from the guardian's kill is killed here.
     */
    private boolean dies(Deadline deadline, Machine machine) throws IOException {
        List<Long> living = ProcessGroup.living(group);
        while (!living.isEmpty() && !deadline.isOver(machine.clock())) {
            living.forEach(pid -> ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly));
            LockSupport.parkNanos(LOOK_EVERY_NANOS);
            living = ProcessGroup.living(group);
        }
        return living.isEmpty();
    }

    private int tell(LeaseName name, AbandonedLease.Outcome outcome) {
        return switch (outcome) {
            case AbandonedLease.Outcome.Released released -> tell("released " + name, ExitCode.DONE);
            case AbandonedLease.Outcome.NotItsOwn other ->
                tell(name + " is not held by " + identity + " any more; left alone", ExitCode.DONE);
            case AbandonedLease.Outcome.Failed(String reason) ->
                tell(name + " could not be released and is left to expire: " + reason, ExitCode.FAILED);
        };
    }

    private int tell(String line, int code) {
        PrintWriter err = spec.commandLine().getErr();
        err.println("bellwether elect release: " + line);
        err.flush();
        return code;
    }
}
