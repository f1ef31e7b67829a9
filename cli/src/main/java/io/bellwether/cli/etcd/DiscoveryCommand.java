package io.bellwether.cli.etcd;

import io.bellwether.cli.command.ExitCode;
import io.bellwether.cli.command.ListenAddress;
import io.bellwether.execution.Machine;
import io.bellwether.execution.Randomness;
import io.bellwether.execution.SystemClock;
import io.bellwether.execution.SystemScheduler;
import io.bellwether.execution.Threads;
import java.io.PrintWriter;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code bellwether discovery}. */
@Command(
        description = {"Runs the discovery service: where the members of an etcd cluster meet before there is one.", ""
        },
        mixinStandardHelpOptions = true,
        usageHelpAutoWidth = true,
        footer = {
            "",
            "GET /new?size=3 answers the address for one cluster of three. Give it to \"bellwether etcd run --discovery\","
                    + " or to stock \"etcd --discovery\" (3.4 to 3.6). Whoever knows the address may register.",
            "",
            "Examples:",
            "  bellwether discovery --listen 127.0.0.1:2378 --data-dir /var/lib/discovery",
            "  curl http://127.0.0.1:2378/new?size=3"
        })
public final class DiscoveryCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(
            names = "--data-dir",
            paramLabel = "DIR",
            defaultValue = "${sys:user.home}/.bellwether/discovery",
            description = "Where registrations are kept. Default: ~/.bellwether/discovery")
    private Path dataDir = Path.of("");

    @Option(
            names = "--listen",
            paramLabel = "HOST:PORT",
            defaultValue = "127.0.0.1:2378",
            converter = ListenAddress.class,
            description = "Where to serve; port 0 takes a free one. Default: ${DEFAULT-VALUE}")
    private InetSocketAddress listen = new InetSocketAddress(0);

    /** Serves until it is told to end. */
    @Override
    public Integer call() throws InterruptedException {
        SystemClock clock = new SystemClock();
        Machine machine = new Machine(
                clock,
                new SystemScheduler("discovery-scheduler", clock),
                Threads.virtual("discovery"),
                Randomness.secure());
        Ending ending = new Ending();
        DiscoveryHost host = DiscoveryHost.open(dataDir, listen, machine, ending::fail);
        PrintWriter out = spec.commandLine().getOut();
        out.println("Bellwether discovery is ready: " + host.url());
        out.flush();
        ending.await(host::close);
        return ExitCode.DONE;
    }
}
