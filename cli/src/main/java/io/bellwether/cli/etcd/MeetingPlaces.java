package io.bellwether.cli.etcd;

import io.bellwether.cli.command.CommandFailure;
import io.bellwether.cli.command.ExitCode;
import io.bellwether.cli.command.ListenAddress;
import io.bellwether.client.ApiClient;
import io.bellwether.client.ClientOptions;
import io.bellwether.client.kubeconfig.Kubeconfig;
import io.bellwether.etcd.discovery.Discovery;
import io.bellwether.etcd.discovery.DiscoveryClient;
import io.bellwether.etcd.discovery.EtcdShelf;
import io.bellwether.etcd.discovery.FoundByName;
import io.bellwether.etcd.discovery.ServiceRecords;
import io.bellwether.etcd.discovery.SeveralBoards;
import io.bellwether.etcd.discovery.SharedBoard;
import io.bellwether.etcd.discovery.kubernetes.ConfigMapShelf;
import io.bellwether.etcd.gateway.EtcdClient;
import io.bellwether.etcd.security.Security;
import io.bellwether.execution.Machine;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Where the nodes of a cluster meet, by what {@code --discovery} says: {@code http://HOST:PORT/ID}, several of these
 * with commas between, {@code srv://DOMAIN/ID}, {@code etcd://HOST:PORT,HOST:PORT/ID} or
 * {@code kubernetes://NAMESPACE/ID}.
 *
 * @param http to services and to etcd
 * @param size with how many voters the cluster forms, where the place is not told by {@code /new}
 * @param kubeconfig by which a Kubernetes API server is found
 */
record MeetingPlaces(
        Machine machine,
        HttpClient http,
        Duration timeout,
        Optional<Security> security,
        Optional<Integer> size,
        Optional<Path> kubeconfig) {

    /** The label of the SRV records that name discovery services. */
    static final String SERVICE = "_bellwether-discovery._tcp.";

    Discovery of(List<URI> addresses) {
        return addresses.size() == 1
                ? of(addresses.getFirst())
                : new SeveralBoards(addresses.stream().map(this::of).toList(), machine.executor());
    }

    private Discovery of(URI address) {
        return switch (String.valueOf(address.getScheme())) {
            case "http", "https" -> DiscoveryClient.of(http, address, timeout, security);
            case "srv" -> new FoundByName(() -> named(address));
            case "etcd" -> {
                EtcdClient client = new EtcdClient(http, timeout);
                yield new SharedBoard(new EtcdShelf(client, endpoints(address), id(address)), machine.clock(), size);
            }
            case "kubernetes" -> new SharedBoard(kubernetes(address), machine.clock(), size);
            default ->
                throw new CommandFailure(
                        ExitCode.USAGE,
                        "--discovery begins with http://, https://, srv://, etcd:// or kubernetes://, not with "
                                + address.getScheme() + "://");
        };
    }

    private Discovery named(URI address) throws IOException {
        Optional<String> server = Optional.ofNullable(address.getQuery())
                .filter(query -> query.startsWith("server="))
                .map(query -> query.substring("server=".length()));
        List<InetSocketAddress> servers = server.isPresent()
                ? List.of(new ListenAddress().convert(server.get()))
                : ServiceRecords.systemServers();
        return of(new ServiceRecords(servers, machine.random())
                .lookup(SERVICE + address.getAuthority()).stream()
                        .map(place -> URI.create("http://" + place.host() + ":" + place.port() + "/" + id(address)))
                        .toList());
    }

    private static List<URI> endpoints(URI address) {
        return Arrays.stream(address.getAuthority().split(",", -1))
                .map(each -> URI.create("http://" + each))
                .toList();
    }

    private ConfigMapShelf kubernetes(URI address) {
        Path file = kubeconfig.orElseThrow(() -> new CommandFailure(
                ExitCode.USAGE, "a Kubernetes API server is found by a kubeconfig: give --kubeconfig"));
        ApiClient client = new ApiClient(
                Kubeconfig.load(file).context(""),
                ClientOptions.of("bellwether-etcd"),
                machine.clock(),
                machine.executor());
        return new ConfigMapShelf(client, machine.clock(), address.getAuthority(), id(address), timeout);
    }

    private static String id(URI address) {
        return address.getPath().replace("/", "");
    }
}
