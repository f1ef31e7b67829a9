package io.bellwether.cli.etcd;

import io.bellwether.cli.command.CommandFailure;
import io.bellwether.cli.command.ExitCode;
import io.bellwether.etcd.core.NodeId;
import io.bellwether.etcd.core.Registration;
import io.bellwether.etcd.discovery.Report;
import io.bellwether.etcd.gateway.Answer;
import io.bellwether.etcd.gateway.EtcdClient;
import io.bellwether.etcd.gateway.Urls;
import io.bellwether.etcd.member.ClusterReports;
import io.bellwether.etcd.member.Departure;
import io.bellwether.etcd.member.Departure.Asked;
import java.net.URI;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code bellwether etcd drain}. */
@Command(
        name = "drain",
        mixinStandardHelpOptions = true,
        header = "Has a machine's member leave the cluster, as soon as another machine has taken its place.",
        footer = {
            "",
            "Leadership moves away first. While nobody can take its place it stays: start another machine, or have fewer"
                    + " voters with \"bellwether etcd resize\". When status shows it as a candidate it may be stopped; until it"
                    + " is asked with --undo it does not come back.",
            "",
            "Examples:",
            "  bellwether etcd drain two --endpoints http://10.0.0.1:2379",
            "  bellwether etcd drain two --undo --endpoints http://10.0.0.1:2379"
        })
final class DrainCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private Endpoints endpoints = new Endpoints();

    @Parameters(index = "0", paramLabel = "NAME", description = "The node's name, as status shows it for machines.")
    private String name = "";

    @Option(names = "--undo", description = "Let it be a member again.")
    private boolean undo;

    /** Asks through the first member that answers. */
    @Override
    public Integer call() {
        EtcdClient client = endpoints.client();
        List<URI> servers = endpoints.urls();
        for (URI server : servers) {
            List<Report> reports = ClusterReports.all(client, server);
            if (!reports.isEmpty()) {
                return ask(client, server, reports);
            }
        }
        throw CommandFailure.of("no member of a supervised cluster answers at " + Urls.join(servers));
    }

    private int ask(EtcdClient client, URI server, List<Report> reports) {
        NodeId node = find(reports);
        if (!(Departure.ask(client, server, node, undo ? Asked.STAY : Asked.LEAVE) instanceof Answer.Given)) {
            throw CommandFailure.of("the cluster did not answer: whether it was taken is not known; try again");
        }
        spec.commandLine()
                .getOut()
                .println(
                        undo
                                ? "Node " + name + " may be a member."
                                : "Node " + name
                                        + " leaves when another has taken its place; see bellwether etcd status.");
        spec.commandLine().getOut().flush();
        return ExitCode.DONE;
    }

    private NodeId find(List<Report> reports) {
        List<NodeId> found = reports.stream()
                .map(Report::registration)
                .filter(node -> node.name().equals(name) || node.node().value().equals(name))
                .map(Registration::node)
                .distinct()
                .toList();
        if (found.size() == 1) {
            return found.getFirst();
        }
        String known = reports.stream()
                .map(Report::registration)
                .map(node -> found.isEmpty()
                        ? node.name()
                        : node.name() + " at " + node.peerUrls() + " (" + node.node() + ")")
                .sorted()
                .collect(Collectors.joining(", "));
        throw new CommandFailure(
                ExitCode.USAGE,
                found.isEmpty()
                        ? "there is no node " + name + "; there are " + known
                        : "there are several nodes " + name + ", say one's identity: " + known);
    }
}
