package io.bellwether.tests.etcd;

import io.bellwether.etcd.gateway.EtcdClient;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** What a failed test tells about one member: enough to find the cause without another run. */
final class Told {

    private static final int DECISIONS = 25;
    private static final int LOG_LINES = 12;
    private static final int LINE_LIMIT = 400;

    private Told() {}

    /**
     * How a member is, what its supervisor decided, and the end of etcd's own log.
     *
     * @param who its name, and how its processes are
     * @param decisions the last lines of its supervisor
     */
    static String of(String who, EtcdClient client, URI clientUrl, List<String> decisions, Path stateDir) {
        StringBuilder text = new StringBuilder();
        text.append("%n== %s; asked at %s: %s%n"
                .formatted(
                        who,
                        clientUrl,
                        client.status(clientUrl)
                                .map(Object::toString)
                                .given()
                                .orElseGet(() -> client.status(clientUrl).text())));
        text.append("   supervisor:%n".formatted());
        decisions
                .subList(Math.max(0, decisions.size() - DECISIONS), decisions.size())
                .forEach(line -> line(text, line));
        text.append("   etcd:%n".formatted());
        tail(stateDir.resolve("etcd.log")).forEach(line -> line(text, line));
        return text.toString();
    }

    private static void line(StringBuilder text, String line) {
        text.append("     ")
                .append(line, 0, Math.min(LINE_LIMIT, line.length()))
                .append(System.lineSeparator());
    }

    private static List<String> tail(Path file) {
        if (!Files.exists(file)) {
            return List.of("(no log)");
        }
        try {
            List<String> lines = new String(Files.readAllBytes(file), StandardCharsets.UTF_8)
                    .lines()
                    .toList();
            return lines.subList(Math.max(0, lines.size() - LOG_LINES), lines.size());
        } catch (IOException unreadable) {
            return List.of("(unreadable: " + unreadable + ")");
        }
    }
}
