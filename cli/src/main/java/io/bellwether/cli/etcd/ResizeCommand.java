package io.bellwether.cli.etcd;

import io.bellwether.cli.command.CommandFailure;
import io.bellwether.cli.command.ExitCode;
import io.bellwether.etcd.core.Policy;
import io.bellwether.etcd.gateway.Answer;
import io.bellwether.etcd.gateway.EtcdClient;
import io.bellwether.etcd.gateway.Stored;
import io.bellwether.etcd.gateway.Urls;
import io.bellwether.etcd.member.Settings;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code bellwether etcd resize}. */
@Command(
        name = "resize",
        mixinStandardHelpOptions = true,
        header = "Changes how many voters a supervised cluster has; the supervisors then grow or shrink it.",
        footer = {"", "Example:", "  bellwether etcd resize 5 --endpoints http://10.0.0.1:2379"})
final class ResizeCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private Endpoints endpoints = new Endpoints();

    @Parameters(index = "0", paramLabel = "SIZE", description = "1 to 9; of an even one the last is a standby.")
    private int size;

    /** Writes the size, if nobody else changes the settings meanwhile. */
    @Override
    public Integer call() {
        if (size < 1 || size > Policy.SIZE_LIMIT) {
            throw new CommandFailure(ExitCode.USAGE, "a size is 1 to " + Policy.SIZE_LIMIT);
        }
        EtcdClient client = endpoints.client();
        List<URI> servers = endpoints.urls();
        for (URI server : servers) {
            Answer<Optional<Stored>> read = client.get(server, Settings.KEY);
            if (read.given().isPresent()) {
                return resize(client, server, read.given().get());
            }
        }
        throw CommandFailure.of("no member at " + Urls.join(servers) + " reads with a quorum behind it");
    }

    private int resize(EtcdClient client, URI server, Optional<Stored> stored) {
        Stored settings = stored.orElseThrow(() -> CommandFailure.of(
                "the cluster at " + server + " has no supervisor; use bellwether etcd plan --apply --cluster-size"));
        Settings changed = Settings.parse(settings.value())
                .orElseThrow(() -> CommandFailure.of("what lies under " + Settings.KEY + " is not ours; remove it"))
                .withSize(size);
        boolean written = client.putIfUnchanged(server, Settings.KEY, changed.toJson(), settings.modRevision())
                .given()
                .orElse(false);
        if (!written) {
            throw CommandFailure.of("somebody else changed the settings, or the cluster did not answer; try again");
        }
        spec.commandLine().getOut().println("The cluster is to have " + changed.policyTarget() + " voters.");
        spec.commandLine().getOut().flush();
        return ExitCode.DONE;
    }
}
