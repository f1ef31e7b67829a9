package io.bellwether.cli.up;

import io.bellwether.cli.command.ExitCode;
import io.bellwether.cli.command.ListenAddress;
import java.io.PrintWriter;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code bellwether up}. */
@Command(
        description = "Runs the control plane on this machine: an API server with a durable store of its own.",
        mixinStandardHelpOptions = true,
        usageHelpAutoWidth = true,
        footer = {
            "",
            "Writes <data-dir>/admin.kubeconfig, and prints \"Bellwether is ready: https://...\" once it serves.",
            "SIGTERM and Ctrl-C let requests in flight finish, then end it."
        })
public final class UpCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(
            names = "--data-dir",
            paramLabel = "DIR",
            defaultValue = "${sys:user.home}/.bellwether",
            description = "Where everything is kept; one server at a time. Default: ~/.bellwether")
    private Path dataDir = Path.of("");

    @Option(
            names = "--listen",
            paramLabel = "HOST:PORT",
            defaultValue = "127.0.0.1:6443",
            converter = ListenAddress.class,
            description = "Where to serve; port 0 takes a free one. Default: ${DEFAULT-VALUE}")
    private InetSocketAddress listen = new InetSocketAddress(0);

    @Option(
            names = "--components",
            paramLabel = "LIST",
            defaultValue = "all",
            description = "What to run: all or apiserver. Default: ${DEFAULT-VALUE}")
    private String components = "all";

    @Option(names = "--node", paramLabel = "NAME", description = "The name of this machine. Default: its host name")
    private Optional<String> node = Optional.empty();

    /** Serves until it is told to end. */
    @Override
    public Integer call() throws InterruptedException {
        CommandLine line = spec.commandLine();
        checkComponents(line);
        PrintWriter out = line.getOut();
        ControlPlane plane = new ControlPlane(dataDir, listen, node.orElseGet(HostName::current), version());
        plane.run(url -> {
            out.println("Bellwether is ready: " + url);
            out.flush();
        });
        return ExitCode.DONE;
    }

    private void checkComponents(CommandLine line) {
        for (String component : components.split(",", -1)) {
            if (!component.equals("all") && !component.equals("apiserver")) {
                throw new ParameterException(
                        line, "there is no component \"" + component + "\"; there are: all, apiserver");
            }
        }
    }

    private static String version() {
        String version = UpCommand.class.getPackage().getImplementationVersion();
        return version == null ? "0" : version;
    }
}
