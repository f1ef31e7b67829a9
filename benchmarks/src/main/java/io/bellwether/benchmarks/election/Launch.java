package io.bellwether.benchmarks.election;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * How the candidates of one election are started.
 *
 * @param root the source tree
 * @param work a folder for what they complain about
 * @param election its name in the register
 */
record Launch(Peer peer, Path root, Path work, Backend backend, Settings settings, String election, Way way) {

    /** How a candidate reaches its server. */
    enum Way {
        DIRECT,
        /** Through a {@link Proxy} of its own. */
        PROXY
    }

    /** The same for another election. */
    Launch named(String suffix) {
        return new Launch(peer, root, work, backend, settings, election + "-" + suffix, way);
    }

    /** Starts a candidate; more options may follow those that all have. */
    Elector start(String identity, EventLog log, String... more) throws IOException {
        Optional<Proxy> proxy =
                way == Way.PROXY ? Optional.of(Proxy.open(backend.address(), identity)) : Optional.empty();
        List<String> command = new ArrayList<>(peer.command(root));
        command.addAll(backend.reach(proxy.map(Proxy::address).orElseGet(backend::address)));
        command.addAll(List.of("--lease", election, "--identity", identity));
        command.addAll(settings.options());
        command.addAll(List.of(more));
        return Elector.start(identity, command, work.resolve(peer.folder() + ".err"), proxy, log);
    }
}
