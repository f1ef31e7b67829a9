package io.bellwether.cli.etcd;

import io.bellwether.cli.command.CommandFailure;
import io.bellwether.cli.command.ListenAddress;
import io.bellwether.etcd.member.EtcdMember;
import io.bellwether.execution.Machine;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;
import picocli.CommandLine.Option;

/** What a supervisor serves beside its member. */
final class SideServices {

    @Option(
            names = "--serve-discovery",
            paramLabel = "HOST:PORT",
            converter = ListenAddress.class,
            description = "Be one of the discovery services as well; kept in <data-dir>.state/discovery.")
    private Optional<InetSocketAddress> discovery = Optional.empty();

    @Option(
            names = "--listen-metrics",
            paramLabel = "HOST:PORT",
            converter = ListenAddress.class,
            description = "Serve /metrics, /livez and /readyz of the supervisor over plain HTTP. Default: not at all")
    private Optional<InetSocketAddress> metrics = Optional.empty();

    /** The discovery service, where one is wanted. */
    Optional<DiscoveryHost> discovery(Path dataDir, Machine machine, Consumer<RuntimeException> failed) {
        Path absolute = dataDir.toAbsolutePath().normalize();
        Path folder = absolute.resolveSibling(absolute.getFileName() + ".state").resolve("discovery");
        return discovery.map(listen -> DiscoveryHost.open(folder, listen, machine, failed));
    }

    /** The supervisor's pages, where they are wanted. */
    Optional<MemberPages> pages(EtcdMember member, Machine machine) {
        return metrics.map(listen -> {
            try {
                return MemberPages.open(listen, member::view, machine.executor());
            } catch (IOException taken) {
                throw CommandFailure.of(
                        "cannot listen on " + listen + ": " + taken.getMessage() + "; choose another --listen-metrics",
                        taken);
            }
        });
    }
}
