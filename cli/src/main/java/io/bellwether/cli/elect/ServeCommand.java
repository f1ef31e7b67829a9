package io.bellwether.cli.elect;

import io.bellwether.cli.command.CommandFailure;
import io.bellwether.cli.command.DurationConverter;
import io.bellwether.cli.command.ExitCode;
import io.bellwether.cli.command.ListenAddress;
import io.bellwether.cli.server.LeaseName;
import io.bellwether.cli.server.ServerChoice;
import io.bellwether.election.ElectionOptions;
import io.bellwether.election.LeaderElection;
import io.bellwether.election.lease.LeaseLock;
import io.bellwether.election.lease.LeaseOwner;
import io.bellwether.execution.Machine;
import io.bellwether.execution.RealMachine;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code bellwether elect serve}: a candidate beside a program of any language, which asks it over HTTP. */
@Command(
        name = "serve",
        mixinStandardHelpOptions = true,
        exitCodeOnInvalidInput = ElectExit.USAGE,
        exitCodeOnExecutionException = ElectExit.SOFTWARE,
        header = "Is a candidate for a program beside it, which asks over HTTP whether it leads.%n",
        footer = {
            "%nPages",
            "  GET /         who leads: {\"name\": …, \"token\": …, \"notes\": {…}}; the name is empty when nobody does",
            "  GET /leader   200 with token, fence and validForMillis while this candidate leads, else 503",
            "  GET /livez    503 when it leads and cannot renew, or has not heard of the Lease for four lease durations",
            "  GET /readyz   200 until it is told to stop; never depends on who leads",
            "  GET /metrics  for Prometheus",
            "%nAn answer of /leader holds for validForMillis and no longer: ask again before. What must not be written by",
            "a former leader is written with the fence (a Bellwether-Fence header) or the token.",
            "%nTERM or INT: /leader answers 503 at once, the Lease is released after --grace; exit code 0. A second one ends",
            "the grace. Other exit codes: 1 cannot listen, 64 wrong usage, 78 bad configuration.",
            "%nExample",
            "  bellwether elect serve --lease=default/api --note=address=10.0.0.7:8080 &",
            "  curl --fail http://127.0.0.1:4040/leader",
        })
final class ServeCommand implements Callable<Integer> {

    /** What is left of the drain limit for the Lease to be released in. */
    private static final Duration SLACK = Duration.ofSeconds(1);

    /** A candidate that hears nothing for so many lease durations is blind: another one may have led meanwhile. */
    private static final int PATIENCE_LEASES = 4;

    @Mixin
    private CandidateOptions candidate = new CandidateOptions();

    @Option(
            names = "--listen",
            paramLabel = "HOST:PORT",
            defaultValue = "127.0.0.1:4040",
            converter = ListenAddress.class,
            description = "Where to serve, plain HTTP; port 0 takes a free one. Default: ${DEFAULT-VALUE}")
    private InetSocketAddress listen = new InetSocketAddress(0);

    @Option(
            names = "--grace",
            paramLabel = "TIME",
            converter = DurationConverter.class,
            description = "How long the program beside it takes to notice that it no longer leads. Default: 1s.")
    private Duration grace = Duration.ofSeconds(1);

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli before call()
    private CommandSpec spec;

    @Override
    public Integer call() throws InterruptedException {
        ServerChoice choice = candidate.lease().server();
        LeaseName name = candidate.lease().lease(choice);
        Optional<LeaseOwner> owner = candidate.owner();
        ElectionOptions options = candidate.options(candidate.identity(), grace, grace.plus(SLACK));
        SidecarWork work = new SidecarWork(grace);
        CountDownLatch stopped = new CountDownLatch(1);
        new StopSignals().install(count -> {
            stopped.countDown();
            if (count > 1) {
                work.hurry();
            }
        });
        try (RealMachine real = RealMachine.open("elect-serve");
                LeaseLock lease =
                        LeaseLock.of(choice.config(), "bellwether", name.namespace(), name.name(), real.machine())) {
            LeaseLock owned = owner.map(lease::ownedBy).orElse(lease);
            serve(name, owned, real.machine(), options, work, stopped);
            return ExitCode.DONE;
        }
    }

    /** The server goes last: a program beside it hears that it does not lead, rather than nothing. */
    private void serve(
            LeaseName name,
            LeaseLock lease,
            Machine machine,
            ElectionOptions options,
            SidecarWork work,
            CountDownLatch stopped)
            throws InterruptedException {
        ElectionCounts counts = new ElectionCounts();
        ElectLock lock = new ElectLock(lease, instance -> {});
        LeaderElection election = new LeaderElection(lock, machine, options.withListener(counts));
        Duration patience = candidate.leaseDuration().multipliedBy(PATIENCE_LEASES);
        Sidecar sidecar = new Sidecar(name, options.identity(), patience, counts, election::status);
        try (SidecarServer server = open(sidecar, machine);
                election) {
            lock.onResign(election::resignTo);
            election.start(work);
            say("a candidate for " + name + " as " + options.identity() + ", serving http://" + text(server.address()));
            stopped.await();
            sidecar.stop();
        }
    }

    private SidecarServer open(Sidecar sidecar, Machine machine) {
        try {
            return SidecarServer.open(listen, sidecar, machine.executor());
        } catch (IOException busy) {
            throw CommandFailure.of(
                    "cannot listen on " + text(listen) + ": " + busy.getMessage() + "; choose another --listen", busy);
        }
    }

    private static String text(InetSocketAddress address) {
        String host = address.getAddress().getHostAddress();
        return (host.contains(":") ? "[" + host + "]" : host) + ":" + address.getPort();
    }

    private void say(String line) {
        PrintWriter err = spec.commandLine().getErr();
        err.println("bellwether elect serve: " + line);
        err.flush();
    }
}
