package io.bellwether.cli.etcd;

import io.bellwether.etcd.core.Founder;
import io.bellwether.etcd.member.StartOptions;
import io.bellwether.etcd.security.NodeIdentity;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What etcd is started with: its flags by their names, without dashes, in the order of printing.
 *
 * @param flags an empty value is left out where the form allows
 */
record EtcdSettings(Map<String, String> flags) {

    /** The cluster forms by stock etcd's own discovery. */
    static EtcdSettings discover(StartOptions options) {
        return of(options, "new", "", options.discovery().toString());
    }

    /** The member has data, or a place is held for it. */
    static EtcdSettings existing(StartOptions options, List<Founder> members) {
        String cluster = members.stream()
                .flatMap(member -> member.peerUrls().stream().map(url -> member.name() + "=" + url))
                .collect(Collectors.joining(","));
        return of(options, "existing", cluster, "");
    }

    private static EtcdSettings of(StartOptions options, String state, String cluster, String discovery) {
        Map<String, String> flags = new LinkedHashMap<>();
        flags.put("name", options.name());
        flags.put("data-dir", options.dataDir().toString());
        flags.put("initial-advertise-peer-urls", String.join(",", options.peerUrls()));
        flags.put("initial-cluster-state", state);
        flags.put("initial-cluster", cluster);
        flags.put("discovery", discovery);
        options.security().ifPresent(security -> flags.putAll(NodeIdentity.settings(options.tlsDir())));
        return new EtcdSettings(flags);
    }
}
