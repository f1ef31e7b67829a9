package io.bellwether.tests.etcd;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Hosts as network namespaces of their own on one switch, which the test's own namespace is on as well. What one host
 * sends to another can be lost, silently and in either direction. Needs root and {@code ip}.
 *
 * <p>Threads: one caller.
 */
final class Network implements AutoCloseable {

    private static final int SUBNETS = 200;

    /** Held while a subnet is chosen: classes of tests run at the same time. */
    private static final ReentrantLock CHOICE = new ReentrantLock();

    /** Nobody's: the switch floods what is sent there, and no host takes it. */
    private static final String NOWHERE = "02:00:00:00:00:fe";

    private final long owner = ProcessHandle.current().pid();
    private final int subnet;
    private final String bridge;
    private final List<Host> hosts = new ArrayList<>();

    /**
     * A host.
     *
     * @param namespace its network namespace
     * @param address its only one, but for loopback
     */
    record Host(String namespace, String address) {

        /** What a command line begins with that runs there. */
        List<String> prefix() {
            return List.of("ip", "netns", "exec", namespace);
        }
    }

    private Network(int subnet) throws IOException, InterruptedException {
        this.subnet = subnet;
        this.bridge = "bwbr" + subnet;
        ip("link", "add", bridge, "type", "bridge");
        ip("address", "add", "10.213." + subnet + ".254/24", "dev", bridge);
        ip("link", "set", bridge, "up");
    }

    /** A switch with so many hosts. */
    static Network open(int hosts) throws IOException, InterruptedException {
        Network network = onItsSubnet();
        for (int i = 1; i <= hosts; i++) {
            network.addHost(i);
        }
        return network;
    }

    private static Network onItsSubnet() throws IOException, InterruptedException {
        CHOICE.lock();
        try {
            removeAbandoned();
            int subnet = (int) (ProcessHandle.current().pid() % SUBNETS);
            while (exists("10.213." + subnet + ".254")) {
                subnet = (subnet + 1) % SUBNETS;
            }
            return new Network(subnet);
        } finally {
            CHOICE.unlock();
        }
    }

    /** Whether this user may make namespaces. */
    static boolean isPossible() {
        return System.getProperty("user.name").equals("root");
    }

    List<Host> hosts() {
        return List.copyOf(hosts);
    }

    private void addHost(int number) throws IOException, InterruptedException {
        Host host = new Host("bw" + owner + "-" + subnet + "-" + number, "10.213." + subnet + "." + number);
        String port = port(number);
        ip("netns", "add", host.namespace());
        hosts.add(host);
        ip("link", "add", port, "type", "veth", "peer", "name", "eth0", "netns", host.namespace());
        ip("link", "set", port, "master", bridge, "up");
        ip("-n", host.namespace(), "link", "set", "lo", "up");
        ip("-n", host.namespace(), "address", "add", host.address() + "/24", "dev", "eth0");
        ip("-n", host.namespace(), "link", "set", "eth0", "up");
    }

    /** From now on what one host sends to the other is lost. */
    void cut(Host from, Host to) throws IOException, InterruptedException {
        ip(
                "-n",
                from.namespace(),
                "neigh",
                "replace",
                to.address(),
                "lladdr",
                NOWHERE,
                "nud",
                "permanent",
                "dev",
                "eth0");
    }

    /** Cuts both ways. */
    void cutBoth(Host one, Host other) throws IOException, InterruptedException {
        cut(one, other);
        cut(other, one);
    }

    /** Heals what one host sends to the other; without effect where nothing is cut. */
    void heal(Host from, Host to) throws IOException, InterruptedException {
        String entry = run(List.of("ip", "-n", from.namespace(), "neigh", "show", to.address()));
        if (entry.contains("PERMANENT")) {
            ip("-n", from.namespace(), "neigh", "del", to.address(), "dev", "eth0");
        }
    }

    /** Heals everything. */
    void heal() throws IOException, InterruptedException {
        for (Host from : hosts) {
            for (Host to : hosts) {
                heal(from, to);
            }
        }
    }

    /** From now on so many kilobits a second reach the host. */
    void slow(Host host, int kilobits) throws IOException, InterruptedException {
        String unused = run(List.of(("tc qdisc replace dev " + port(hosts.indexOf(host) + 1)
                        + " root tbf burst 64kb latency 1s rate " + kilobits + "kbit")
                .split(" ", -1)));
    }

    private String port(int number) {
        return "bwp" + subnet + "-" + number;
    }

    /** A power loss, as far as processes go: ends whatever runs on the host, at once. */
    static void killAll(Host host) throws IOException, InterruptedException {
        killAllIn(host.namespace());
    }

    private static void killAllIn(String namespace) throws IOException, InterruptedException {
        for (String pid : run(List.of("ip", "netns", "pids", namespace)).split("\\s+", -1)) {
            Optional<ProcessHandle> process = pid.isEmpty() ? Optional.empty() : ProcessHandle.of(Long.parseLong(pid));
            process.ifPresent(ProcessHandle::destroyForcibly);
        }
    }

    @Override
    public void close() throws IOException, InterruptedException {
        for (Host host : hosts) {
            remove(host.namespace());
        }
        ip("link", "del", bridge);
    }

    /** What a test run left behind that was killed. */
    private static void removeAbandoned() throws IOException, InterruptedException {
        for (String line : run(List.of("ip", "netns", "list")).lines().toList()) {
            String namespace = line.split(" ", 2)[0];
            if (namespace.matches("bw\\d+-\\d+-\\d+")) {
                long owner = Long.parseLong(namespace.substring(2, namespace.indexOf('-')));
                if (ProcessHandle.of(owner).isEmpty()) {
                    remove(namespace);
                    String abandoned = "bwbr" + namespace.split("-", -1)[1];
                    if (run(List.of("ip", "-o", "link", "show", "type", "bridge"))
                            .contains(" " + abandoned + ":")) {
                        ip("link", "del", abandoned);
                    }
                }
            }
        }
    }

    /** The port first: with the namespace it would go only some time later. */
    private static void remove(String namespace) throws IOException, InterruptedException {
        killAllIn(namespace);
        String port = "bwp" + namespace.substring(namespace.indexOf('-') + 1);
        if (run(List.of("ip", "-o", "link", "show", "type", "veth")).contains(" " + port + "@")) {
            ip("link", "del", port);
        }
        ip("netns", "del", namespace);
    }

    private static boolean exists(String address) throws IOException, InterruptedException {
        return run(List.of("ip", "-o", "address", "show")).contains(" " + address + "/");
    }

    private static void ip(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("ip"));
        command.addAll(List.of(arguments));
        String unused = run(command);
    }

    private static String run(List<String> command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (!process.waitFor(10, TimeUnit.SECONDS) || process.exitValue() != 0) {
            throw new IOException(String.join(" ", command) + ": " + output);
        }
        return output;
    }
}
