package io.bellwether.etcd.member;

import io.bellwether.etcd.core.Founder;
import io.bellwether.etcd.security.NodeIdentity;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** How etcd is called. */
final class EtcdFlags {

    private EtcdFlags() {}

    /** Whether a cluster begins or is at work. */
    enum InitialState {
        /** The members found a cluster. */
        NEW,
        /** A cluster is at work, or there is data. */
        EXISTING;

        String flag() {
            return this == NEW ? "new" : "existing";
        }
    }

    /**
     * The command line. To resume, the member alone is listed and the state is {@code EXISTING}: with a log etcd
     * ignores both, and without one it fails, where it would begin a new cluster otherwise.
     *
     * @param more what this start needs besides; what people ask for comes after it and wins
     */
    static List<String> command(
            MemberOptions options, String memberName, InitialState state, List<Founder> members, List<String> more) {
        MemberOptions.Addresses addresses = options.addresses();
        List<String> command = new ArrayList<>(List.of(
                options.etcd().program(),
                "--name=" + memberName,
                "--data-dir=" + options.dataDir().toAbsolutePath().normalize(),
                "--initial-advertise-peer-urls=" + String.join(",", addresses.peer()),
                "--listen-peer-urls=" + String.join(",", addresses.listenPeer()),
                "--listen-client-urls=" + String.join(",", addresses.listenClient()),
                "--advertise-client-urls=" + String.join(",", addresses.client()),
                "--initial-cluster-state=" + state.flag(),
                "--initial-cluster=" + initialCluster(members),
                "--initial-cluster-token=" + options.token(),
                "--heartbeat-interval=" + options.etcd().heartbeat().toMillis(),
                "--election-timeout=" + options.etcd().electionTimeout().toMillis(),
                "--pre-vote=true",
                "--strict-reconfig-check=true",
                "--auto-compaction-mode=periodic",
                "--auto-compaction-retention="
                        + options.etcd().care().compaction().toSeconds() + "s",
                "--quota-backend-bytes=" + options.etcd().care().quotaBytes(),
                "--logger=zap"));
        command.addAll(more);
        if (options.security().isPresent()) {
            command.addAll(tls(options.tlsDir()));
        }
        command.addAll(options.etcd().arguments());
        return command;
    }

    static List<String> tls(Path folder) {
        return NodeIdentity.settings(folder).entrySet().stream()
                .map(setting -> "--" + setting.getKey() + "=" + setting.getValue())
                .toList();
    }

    /** {@code a=http://…,a=http://…,b=http://…}. */
    static String initialCluster(List<Founder> members) {
        return members.stream()
                .flatMap(member -> member.peerUrls().stream().map(url -> member.name() + "=" + url))
                .collect(Collectors.joining(","));
    }
}
