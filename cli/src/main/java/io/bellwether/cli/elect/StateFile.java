package io.bellwether.cli.elect;

import io.bellwether.apimachinery.json.Trees;
import io.bellwether.cli.server.LeaseName;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * What the command can read to know whether it still leads, also while this program is stopped: one line of JSON,
 * replaced as a whole.
 *
 * <p>{@code {"lease":"default/job","identity":"a","term":1,"token":7,"validUntil":123}} where {@code validUntil} counts
 * nanoseconds of CLOCK_BOOTTIME; 0 once the leadership is over.
 *
 * <p>Threads: one at a time.
 */
final class StateFile {

    private final Path file;
    private final String head;

    StateFile(Path file, LeaseName lease, String identity) {
        this.file = file;
        ObjectNode names = JsonNodeFactory.instance.objectNode();
        String json = Trees.text(names.put("lease", lease.toString()).put("identity", identity));
        this.head = json.substring(0, json.length() - 1);
    }

    Path path() {
        return file;
    }

    void write(long term, long token, long validUntilNanos) throws IOException {
        String line = head + ",\"term\":" + term + ",\"token\":" + token + ",\"validUntil\":" + validUntilNanos + "}\n";
        Path draft = file.resolveSibling(file.getFileName() + ".new");
        Files.write(draft, line.getBytes(StandardCharsets.UTF_8));
        Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
    }
}
