package io.bellwether.cli.etcd;

import io.bellwether.cli.command.CommandFailure;
import io.bellwether.cli.command.ExitCode;
import io.bellwether.etcd.gateway.Answer;
import io.bellwether.etcd.gateway.EtcdClient;
import io.bellwether.etcd.gateway.Urls;
import io.bellwether.etcd.member.RestartRequest;
import io.bellwether.execution.Randomness;
import java.net.URI;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code bellwether etcd restart}. */
@Command(
        name = "restart",
        mixinStandardHelpOptions = true,
        header = "Restarts the members of a supervised cluster, one at a time: after another etcd was installed.",
        footer = {
            "",
            "Members that are not well first, the leader last, the next only when all others have been connected for a"
                    + " while. One minor version at a time: a member whose data the installed etcd cannot follow on"
                    + " goes on as it is, and bellwether etcd status says why.",
            "",
            "Example:",
            "  bellwether etcd restart --endpoints http://10.0.0.1:2379"
        })
final class RestartCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private Endpoints endpoints = new Endpoints();

    /** Asks the first member that answers. */
    @Override
    public Integer call() {
        EtcdClient client = endpoints.client();
        String name = Randomness.uuid(Randomness.secure()).toString();
        List<URI> servers = endpoints.urls();
        for (URI server : servers) {
            if (RestartRequest.send(client, server, name) instanceof Answer.Given) {
                spec.commandLine()
                        .getOut()
                        .println(
                                "The members restart, one at a time; see bellwether etcd status for how far they are.");
                spec.commandLine().getOut().flush();
                return ExitCode.DONE;
            }
        }
        throw CommandFailure.of("no member at " + Urls.join(servers) + " writes with a quorum behind it");
    }
}
