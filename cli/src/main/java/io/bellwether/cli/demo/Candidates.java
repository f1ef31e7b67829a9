package io.bellwether.cli.demo;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The three processes of {@code bellwether elect}.
 *
 * <p>Threads: the demonstration's own, and at the end the one that closes.
 */
final class Candidates implements AutoCloseable {

    static final List<String> NAMES = List.of("anna", "bert", "cleo");

    private final DemoFiles files;
    private final Duration leaseDuration;
    private final Map<String, DemoProcess> processes = new LinkedHashMap<>();

    Candidates(DemoFiles files, Duration leaseDuration) {
        this.files = files;
        this.leaseDuration = leaseDuration;
    }

    /** Starts a candidate, also again after it ended. */
    DemoProcess start(String name) {
        List<String> arguments = List.of(
                "elect",
                "--kubeconfig",
                files.kubeconfig().toString(),
                "--lease",
                DemoObjects.NAMESPACE + "/" + DemoObjects.LEASE,
                "--identity",
                name,
                "--lease-duration",
                leaseDuration.toSeconds() + "s",
                "--",
                DemoProcess.program(),
                "demo-worker",
                "--kubeconfig",
                files.kubeconfig().toString(),
                "--journal",
                files.journal(name).toString());
        DemoProcess process = DemoProcess.start(name, files.log(name), arguments);
        processes.put(name, process);
        return process;
    }

    /** The running process of that candidate. */
    DemoProcess of(String name) {
        DemoProcess process = processes.get(name);
        if (process == null) {
            throw new DemoFailure("the Lease is held by \"" + name + "\", who is none of " + NAMES);
        }
        return process;
    }

    /** The processes that ended, though nobody asked them to. */
    List<DemoProcess> dead() {
        return processes.values().stream().filter(each -> !each.isAlive()).toList();
    }

    @Override
    public void close() {
        processes.values().forEach(each -> {
            each.signal("CONT");
            each.signal("TERM");
        });
        processes.values().forEach(DemoProcess::close);
    }
}
