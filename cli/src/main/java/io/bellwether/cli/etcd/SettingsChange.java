package io.bellwether.cli.etcd;

import io.bellwether.cli.command.CommandFailure;
import io.bellwether.etcd.gateway.Answer;
import io.bellwether.etcd.gateway.EtcdClient;
import io.bellwether.etcd.gateway.Stored;
import io.bellwether.etcd.gateway.Urls;
import io.bellwether.etcd.member.Settings;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** Changes what a supervised cluster remembers of what people want, unless somebody else does meanwhile. */
final class SettingsChange {

    private SettingsChange() {}

    /** Changes it through the first member that answers; what it is now. */
    static Settings make(Endpoints endpoints, UnaryOperator<Settings> change) {
        EtcdClient client = endpoints.client();
        List<URI> servers = endpoints.urls();
        for (URI server : servers) {
            Answer<Optional<Stored>> read = client.get(server, Settings.KEY);
            if (read.given().isPresent()) {
                return make(client, server, read.given().get(), change);
            }
        }
        throw CommandFailure.of("no member at " + Urls.join(servers) + " reads with a quorum behind it");
    }

    private static Settings make(
            EtcdClient client, URI server, Optional<Stored> stored, UnaryOperator<Settings> change) {
        Stored settings = stored.orElseThrow(() -> CommandFailure.of(
                "the cluster at " + server + " has no supervisor; use bellwether etcd plan --apply --cluster-size"));
        Settings changed = change.apply(Settings.parse(settings.value())
                .orElseThrow(() -> CommandFailure.of("what lies under " + Settings.KEY + " is not ours; remove it")));
        boolean written = client.putIfUnchanged(server, Settings.KEY, changed.toJson(), settings.modRevision())
                .given()
                .orElse(false);
        if (!written) {
            throw CommandFailure.of("somebody else changed the settings, or the cluster did not answer; try again");
        }
        return changed;
    }
}
