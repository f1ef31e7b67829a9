package io.bellwether.client.kubeconfig;

import io.bellwether.apimachinery.json.Trees;
import io.bellwether.client.ClientConfigException;
import io.bellwether.client.ClientConfigException.Reason;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.yaml.YAMLFactory;

/** One kubeconfig file as it stands, its named entries by name. */
record KubeconfigFile(
        Path file,
        String currentContext,
        Map<String, Entry> clusters,
        Map<String, Entry> users,
        Map<String, Entry> contexts) {

    private static final int FILE_LIMIT_BYTES = 8 << 20;

    /** What stands under a name, and in which file: relative paths count from its folder. */
    record Entry(JsonNode body, Path file) {

        Path folder() {
            Path parent = file.toAbsolutePath().getParent();
            return parent == null ? file.toAbsolutePath() : parent;
        }

        String text(String field) {
            return body.path(field).asString("");
        }
    }

    static KubeconfigFile read(Path file) {
        JsonNode root = parse(file, content(file));
        if (!root.isObject()) {
            throw new ClientConfigException(
                    Reason.MALFORMED, "kubeconfig " + file + " is not a kubeconfig: it holds no object");
        }
        return new KubeconfigFile(
                file,
                root.path("current-context").asString(""),
                entries(file, root, "clusters", "cluster"),
                entries(file, root, "users", "user"),
                entries(file, root, "contexts", "context"));
    }

    private static String content(Path file) {
        try {
            if (Files.size(file) > FILE_LIMIT_BYTES) {
                throw new ClientConfigException(
                        Reason.MALFORMED, "kubeconfig " + file + " is longer than " + FILE_LIMIT_BYTES + " bytes");
            }
            return Files.readString(file);
        } catch (IOException unreadable) {
            Reason reason = Files.exists(file) ? Reason.UNREADABLE : Reason.MISSING;
            String what = reason == Reason.MISSING ? " does not exist" : " cannot be read: " + unreadable.getMessage();
            throw new ClientConfigException(reason, "kubeconfig " + file + what, unreadable);
        }
    }

    /** JSON is YAML as well, but its parser starts many times faster, which short commands feel. */
    private static JsonNode parse(Path file, String content) {
        try {
            return content.stripLeading().startsWith("{")
                    ? Trees.read(content.getBytes(StandardCharsets.UTF_8))
                    : Trees.read(new YAMLFactory().createParser(ObjectReadContext.empty(), content));
        } catch (JacksonException malformed) {
            throw new ClientConfigException(
                    Reason.MALFORMED,
                    "kubeconfig " + file + " is not YAML: "
                            + malformed.getOriginalMessage().lines().findFirst().orElse(""),
                    malformed);
        }
    }

    private static Map<String, Entry> entries(Path file, JsonNode root, String list, String field) {
        Map<String, Entry> entries = new LinkedHashMap<>();
        for (JsonNode named : root.path(list)) {
            entries.putIfAbsent(named.path("name").asString(""), new Entry(named.path(field), file));
        }
        return Map.copyOf(entries);
    }
}
