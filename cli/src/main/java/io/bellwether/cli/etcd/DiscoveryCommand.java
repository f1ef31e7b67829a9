package io.bellwether.cli.etcd;

import io.bellwether.cli.command.CommandFailure;
import io.bellwether.cli.command.ExitCode;
import io.bellwether.cli.command.ListenAddress;
import io.bellwether.etcd.discovery.DiscoveryServer;
import io.bellwether.execution.Machine;
import io.bellwether.execution.Randomness;
import io.bellwether.execution.SystemClock;
import io.bellwether.execution.SystemScheduler;
import io.bellwether.execution.Threads;
import io.bellwether.store.Store;
import io.bellwether.store.StoreException;
import io.bellwether.store.embedded.EmbeddedStore;
import io.bellwether.store.embedded.EmbeddedStoreOptions;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
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
        // The JDK's server waits 40 ms for more to send otherwise.
        System.setProperty("sun.net.httpserver.nodelay", "true");
        SystemClock clock = new SystemClock();
        Machine machine = new Machine(
                clock,
                new SystemScheduler("discovery-scheduler", clock),
                Threads.virtual("discovery"),
                Randomness.secure());
        Ending ending = new Ending();
        Store store = open(machine, ending);
        DiscoveryServer server = bind(store, machine);
        server.start();
        PrintWriter out = spec.commandLine().getOut();
        out.println("Bellwether discovery is ready: " + server.url());
        out.flush();
        ending.await(() -> {
            server.close();
            store.close();
        });
        return ExitCode.DONE;
    }

    private Store open(Machine machine, Ending ending) {
        AtomicInteger count = new AtomicInteger();
        try {
            return EmbeddedStore.open(new EmbeddedStoreOptions(
                    dataDir,
                    machine.clock(),
                    machine.random(),
                    task -> {
                        Thread unused = Threads.start("store-embedded-" + count.incrementAndGet(), task);
                    },
                    machine.executor(),
                    ending::fail,
                    EmbeddedStoreOptions.Limits.DEFAULT));
        } catch (StoreException refused) {
            throw CommandFailure.of(
                    refused.getMessage() + "; choose another directory with --data-dir, or see to this one", refused);
        }
    }

    private DiscoveryServer bind(Store store, Machine machine) {
        try {
            return DiscoveryServer.bind(listen, store, machine);
        } catch (IOException refused) {
            store.close();
            throw CommandFailure.of(
                    "cannot listen on " + listen.getHostString() + ":" + listen.getPort() + ": " + refused.getMessage()
                            + "; choose another address with --listen",
                    refused);
        }
    }
}
