package io.bellwether.cli;

import io.bellwether.cli.demo.DemoCommand;
import io.bellwether.cli.demo.DemoWorkerCommand;
import io.bellwether.cli.elect.ElectCommand;
import io.bellwether.cli.etcd.DiscoveryCommand;
import io.bellwether.cli.etcd.EtcdCommand;
import io.bellwether.cli.inspect.LeasesCommand;
import io.bellwether.cli.inspect.StatusCommand;
import io.bellwether.cli.store.StoreCommand;
import io.bellwether.cli.up.RehearsalCommand;
import io.bellwether.cli.up.UpCommand;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.util.List;

/** The {@code bellwether} program. */
public final class Main {

    private Main() {}

    /**
     * Runs one command and exits with its code.
     *
     * @param arguments the command line
     */
    public static void main(String[] arguments) {
        System.exit(new Program(commands(), writer(System.out), writer(System.err)).run(arguments));
    }

    /** All commands, in the order of the overview; each is loaded only when it is called. */
    private static List<Program.Entry> commands() {
        return List.of(
                new Program.Entry("up", "Run the control plane on this machine", UpCommand::new),
                new Program.Entry("elect", "Run a command on one of many machines at a time", ElectCommand::new),
                new Program.Entry("etcd", "An etcd cluster that looks after itself", EtcdCommand::new),
                new Program.Entry("discovery", "Where the members of an etcd cluster meet", DiscoveryCommand::new),
                new Program.Entry("status", "How the control plane is, and who leads", StatusCommand::new),
                new Program.Entry("leases", "The elections: holders, tokens, states", LeasesCommand::new),
                new Program.Entry(
                        "demo", "See the whole system at work on this machine, in about a minute", DemoCommand::new),
                new Program.Entry("demo-worker", "", DemoWorkerCommand::new),
                new Program.Entry("rehearsal", "", RehearsalCommand::new),
                new Program.Entry("store", "Check, back up and restore the files of a store", StoreCommand::new));
    }

    private static PrintWriter writer(PrintStream stream) {
        return new PrintWriter(stream, false, stream.charset());
    }
}
