package io.bellwether.benchmarks.elastic;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** An operator's script with {@code etcd} and {@code etcdctl}, who knows at once what has happened and what to do. */
final class ByHand implements Way {

    private final Path script;
    private final Machines machines;
    private final String etcd;
    private final long electionMillis;

    ByHand(Path root, Machines machines, String etcd, long electionMillis) {
        this.script = root.resolve("benchmarks/etcd-by-hand");
        this.machines = machines;
        this.etcd = etcd;
        this.electionMillis = electionMillis;
    }

    /** The script with what it is to do, and all places. */
    private void script(String action, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(
                List.of(script.toString(), machines.folder().toString(), etcd, Long.toString(electionMillis), action));
        command.addAll(List.of(arguments));
        command.add("--");
        for (int i = 0; i < Machines.COUNT; i++) {
            Machines.Place place = machines.place(i);
            command.addAll(List.of(place.name(), place.peerUrl(), place.clientUrl()));
        }
        machines.start("by-hand", command);
    }

    @Override
    public void bootstrap() throws IOException {
        script("bootstrap");
    }

    @Override
    public boolean awaitSupervisors() {
        return false;
    }

    @Override
    public void loseAndReturn(int machine) throws IOException {
        machines.lose(machine);
        script("replace", Integer.toString(machine));
    }

    @Override
    public boolean loseAllAndReturn(int machine) {
        return false;
    }

    @Override
    public void growToFive() throws IOException {
        script("grow");
    }

    @Override
    public void close() {
        machines.end();
    }
}
