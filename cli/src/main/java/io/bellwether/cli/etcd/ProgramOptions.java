package io.bellwether.cli.etcd;

import io.bellwether.cli.command.CommandFailure;
import io.bellwether.cli.command.ExitCode;
import java.time.Duration;
import java.util.List;
import picocli.CommandLine.Option;

/** Of the etcd that is run on a node. */
final class ProgramOptions {

    private static final int CLIENT_PORT = 2379;
    private static final int ELECTION_LIMIT_MILLIS = 50_000;

    @Option(
            names = "--advertise-client-urls",
            split = ",",
            paramLabel = "URL",
            description = "Where clients reach it. Default: 127.0.0.1:2379")
    private List<String> clientUrls = List.of();

    @Option(
            names = "--etcd",
            paramLabel = "PROGRAM",
            defaultValue = "etcd",
            description = "etcd's program. Default: etcd")
    private String program = "etcd";

    @Option(
            names = "--election-timeout",
            paramLabel = "MS",
            defaultValue = "1000",
            description = "etcd's; the supervisor's own times follow it. Default: ${DEFAULT-VALUE}")
    private int electionMillis;

    List<String> clientUrls(NodeOptions node) {
        return node.orLocal(clientUrls, CLIENT_PORT);
    }

    String program() {
        return program;
    }

    /** @param heartbeatMillis between a leader and its followers */
    Duration electionTimeout(int heartbeatMillis) {
        if (heartbeatMillis < 1 || electionMillis < 5 * heartbeatMillis || electionMillis > ELECTION_LIMIT_MILLIS) {
            throw new CommandFailure(
                    ExitCode.USAGE,
                    "--election-timeout is at least five times --heartbeat-interval, and at most "
                            + ELECTION_LIMIT_MILLIS);
        }
        return Duration.ofMillis(electionMillis);
    }
}
