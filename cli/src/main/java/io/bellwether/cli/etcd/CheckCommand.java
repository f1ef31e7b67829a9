package io.bellwether.cli.etcd;

import io.bellwether.cli.command.CommandFailure;
import io.bellwether.cli.command.ExitCode;
import io.bellwether.etcd.core.Comparison;
import io.bellwether.etcd.core.MemberList;
import io.bellwether.etcd.gateway.EtcdClient;
import io.bellwether.etcd.gateway.MaintenanceClient;
import io.bellwether.etcd.gateway.Urls;
import io.bellwether.etcd.member.DataComparison;
import io.bellwether.etcd.member.Settings;
import java.net.URI;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code bellwether etcd check}. */
@Command(
        name = "check",
        mixinStandardHelpOptions = true,
        header = "Compares the data of the members at one revision.",
        footer = {
            "",
            "Exit code 0: the same on all that answer; 1: they differ, or could not be compared.",
            "",
            "Example:",
            "  bellwether etcd check --endpoints http://10.0.0.1:2379"
        })
final class CheckCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private Endpoints endpoints = new Endpoints();

    /** Compares, and says who differs. */
    @Override
    public Integer call() {
        EtcdClient client = endpoints.client();
        MaintenanceClient maintenance = endpoints.maintenance();
        List<URI> servers = endpoints.urls();
        MemberList list = servers.stream()
                .flatMap(server -> client.confirmedMembers(server, Settings.KEY).given().stream())
                .findFirst()
                .map(EtcdClient.Confirmed::list)
                .orElseThrow(() ->
                        CommandFailure.of("no member at " + Urls.join(servers) + " answers with a quorum behind it"));
        Comparison found = new DataComparison(client, maintenance).compare(list);
        String line = "The data of the cluster " + list.cluster() + ": " + found.text();
        if (!(found instanceof Comparison.Same)) {
            throw CommandFailure.of(line);
        }
        spec.commandLine().getOut().println(line);
        spec.commandLine().getOut().flush();
        return ExitCode.DONE;
    }
}
