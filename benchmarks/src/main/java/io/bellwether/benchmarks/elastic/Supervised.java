package io.bellwether.benchmarks.elastic;

import io.bellwether.benchmarks.http.BenchmarkException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/** {@code bellwether etcd run} on each machine, and {@code bellwether discovery} beside them. */
final class Supervised implements Way {

    private static final long LOOK_EVERY_NANOS = 20_000_000;

    private final Path root;
    private final Machines machines;
    private final List<String> etcd;
    private final String token;

    Supervised(Path root, Machines machines, String etcd, long electionMillis) throws IOException {
        this.root = root;
        this.machines = machines;
        this.etcd = List.of(
                "--etcd",
                etcd,
                "--heartbeat-interval",
                Long.toString(electionMillis / 10),
                "--election-timeout",
                Long.toString(electionMillis));
        URI discovery = URI.create(Machines.freeUrl());
        bellwether(
                "discovery",
                "discovery",
                "--listen",
                discovery.getAuthority(),
                "--data-dir",
                machines.folder().resolve("discovery").toString());
        this.token = newToken(discovery);
    }

    private void bellwether(String name, String... arguments) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(root.resolve("bellwether").toString());
        command.addAll(List.of(arguments));
        machines.start(name, command);
    }

    private static String newToken(URI discovery) {
        HttpRequest request =
                HttpRequest.newBuilder(discovery.resolve("/new?size=3")).build();
        HttpClient client = HttpClient.newHttpClient();
        for (int attempt = 0; attempt < 500; attempt++) {
            try {
                return client.send(request, HttpResponse.BodyHandlers.ofString())
                        .body();
            } catch (IOException notYet) {
                LockSupport.parkNanos(LOOK_EVERY_NANOS);
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
                throw new BenchmarkException("interrupted", interrupted);
            }
        }
        throw new BenchmarkException("the discovery service did not start");
    }

    private void run(int machine) throws IOException {
        Machines.Place place = machines.place(machine);
        List<String> command = new ArrayList<>(List.of(
                "etcd",
                "run",
                "--name",
                place.name(),
                "--data-dir",
                machines.folder().resolve(place.name()).toString(),
                "--discovery",
                token,
                "--initial-advertise-peer-urls",
                place.peerUrl(),
                "--advertise-client-urls",
                place.clientUrl()));
        command.addAll(etcd);
        bellwether(place.name(), command.toArray(String[]::new));
    }

    @Override
    public void bootstrap() throws IOException {
        run(0);
        run(1);
        run(2);
    }

    @Override
    public boolean awaitSupervisors() {
        for (int machine = 0; machine < 3; machine++) {
            Path log = machines.log(machines.place(machine).name());
            Waiting.until("the first decision in " + log, () -> hasDecided(log));
        }
        return true;
    }

    private static boolean hasDecided(Path log) {
        try {
            return Files.exists(log) && Files.readString(log).contains("Decided");
        } catch (IOException unreadable) {
            throw new BenchmarkException("cannot read " + log, unreadable);
        }
    }

    @Override
    public void loseAndReturn(int machine) throws IOException {
        machines.lose(machine);
        run(machine);
    }

    @Override
    public boolean loseAllAndReturn(int machine) throws IOException {
        machines.lose(machine);
        machines.loseState(machine);
        run(machine);
        return true;
    }

    @Override
    public void growToFive() throws IOException {
        run(3);
        run(4);
        bellwether("resize", "etcd", "resize", "--endpoints", machines.place(0).clientUrl(), "5");
    }

    @Override
    public void close() {
        machines.end();
    }
}
