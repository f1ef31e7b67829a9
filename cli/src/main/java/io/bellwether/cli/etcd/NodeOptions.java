package io.bellwether.cli.etcd;

import io.bellwether.cli.command.CommandFailure;
import io.bellwether.cli.command.ExitCode;
import io.bellwether.cli.up.HostName;
import io.bellwether.etcd.discovery.BoardRegistrations;
import io.bellwether.etcd.discovery.Discovery;
import io.bellwether.etcd.discovery.EitherRegistrations;
import io.bellwether.etcd.discovery.Registrations;
import io.bellwether.etcd.discovery.StockRegistrations;
import io.bellwether.etcd.gateway.Urls;
import io.bellwether.etcd.security.Security;
import io.bellwether.execution.Machine;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** A node, how it proves itself, and where it meets the others: the same for each command that is for one node. */
final class NodeOptions {

    private static final int PEER_PORT = 2380;

    @Option(names = "--name", paramLabel = "NAME", description = "The node's name. Default: the host's name")
    private Optional<String> name = Optional.empty();

    @Option(names = "--data-dir", paramLabel = "DIR", description = "etcd's. Default: <name>.etcd")
    private Optional<Path> dataDir = Optional.empty();

    @Option(
            names = "--discovery",
            required = true,
            paramLabel = "URL",
            description = "Where the nodes meet: a discovery service, or what its /new answered; several with commas"
                    + " between, the first decides; srv://DOMAIN, etcd://HOST:PORT[,HOST:PORT] or"
                    + " kubernetes://NAMESPACE, with /ID at the end where there is no join token.")
    private String discovery = "";

    @Option(names = "--kubeconfig", paramLabel = "FILE", description = "For kubernetes://. Default: $KUBECONFIG")
    private Optional<Path> kubeconfig =
            Optional.ofNullable(System.getenv("KUBECONFIG")).map(Path::of);

    @Option(
            names = "--initial-advertise-peer-urls",
            split = ",",
            paramLabel = "URL",
            description = "Where other members reach this one. Default: 127.0.0.1:2380")
    private List<String> peerUrls = List.of();

    @Mixin
    private SecurityOptions security = new SecurityOptions();

    String name() {
        return name.orElseGet(HostName::current);
    }

    Path dataDir() {
        return dataDir.orElseGet(() -> Path.of(name() + ".etcd"));
    }

    List<String> peerUrls() {
        return orLocal(peerUrls, PEER_PORT);
    }

    /** These addresses, or one of this machine alone. */
    List<String> orLocal(List<String> urls, int port) {
        return urls.isEmpty() ? List.of(security.scheme() + "://127.0.0.1:" + port) : urls;
    }

    /**
     * How the node proves itself; empty where it does not have to. Refuses addresses that are none, and that do not go
     * with it.
     */
    Optional<Security> security(List<String> urls) {
        for (String url : urls) {
            if (Urls.parse(url).isEmpty()) {
                throw wrong("\"" + url + "\" is not of the form https://HOST:PORT or http://HOST:PORT");
            }
        }
        return security.security(urls);
    }

    /** How a node that runs its etcd itself proves itself, if it does so with a join token. */
    Optional<Security> securityByToken() {
        return security.hasToken() ? security(peerUrls()) : Optional.empty();
    }

    /** The places where the nodes meet; members of one etcd stand in one address, services in several. */
    List<URI> places(Optional<Security> security) {
        List<String> texts =
                discovery.startsWith("etcd://") ? List.of(discovery) : Arrays.asList(discovery.split(",", -1));
        try {
            List<URI> places = texts.stream()
                    .map(each -> SecurityOptions.address(URI.create(each), security))
                    .toList();
            if (places.stream()
                    .anyMatch(each ->
                            each.getAuthority() == null || each.getPath().length() < 2)) {
                throw wrong("--discovery is an address that /new of the discovery service answered");
            }
            return places;
        } catch (IllegalArgumentException malformed) {
            throw wrong("--discovery is no address: " + malformed.getMessage());
        }
    }

    /**
     * What hangs there.
     *
     * @param size with how many voters the cluster forms, where the place is not told by {@code /new}
     */
    Discovery meet(
            Machine machine, HttpClient http, Duration timeout, Optional<Security> security, Optional<Integer> size) {
        return new MeetingPlaces(machine, http, timeout, security, size, kubeconfig).of(places(security));
    }

    /** Who is known there, to a node without a supervisor. */
    Registrations registrations(HttpClient http, Duration timeout, Discovery place, Optional<Security> security) {
        URI first = places(security).getFirst();
        boolean stock = security.isEmpty()
                && places(security).size() == 1
                && String.valueOf(first.getScheme()).startsWith("http");
        Registrations supervised = new BoardRegistrations(place);
        return stock ? new EitherRegistrations(new StockRegistrations(http, first, timeout), supervised) : supervised;
    }

    private static CommandFailure wrong(String what) {
        return new CommandFailure(ExitCode.USAGE, what);
    }
}
