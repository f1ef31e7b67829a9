package io.bellwether.client.credential;

import io.bellwether.apimachinery.json.Trees;
import io.bellwether.client.tls.ClientCertificate;
import io.bellwether.client.tls.PemSource;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Runs a credential plugin once. Its standard error goes to ours, as kubectl does it: plugins speak to the person
 * there. Its standard output goes through a file, so that waiting for its end has a deadline whatever it writes.
 */
final class ExecPlugin {

    private static final int OUTPUT_LIMIT_BYTES = 1 << 20;

    private ExecPlugin() {}

    /** What a plugin gave, and until when it is good. */
    record Issued(Credential credential, Instant expiry) {}

    static Issued run(ExecCommand command, Duration timeout) throws IOException, InterruptedException {
        Path output = Files.createTempFile("bellwether-exec-", ".json");
        try {
            runInto(output, command, timeout);
            if (Files.size(output) > OUTPUT_LIMIT_BYTES) {
                throw failure(command, "wrote more than " + OUTPUT_LIMIT_BYTES + " bytes");
            }
            return parse(command, Files.readAllBytes(output));
        } finally {
            Files.deleteIfExists(output);
        }
    }

    private static void runInto(Path output, ExecCommand command, Duration timeout)
            throws IOException, InterruptedException {
        Process process = start(output, command);
        try {
            if (!process.waitFor(timeout.toMillis(), TimeUnit.MILLISECONDS)) {
                throw failure(command, "did not end within " + timeout.toMillis() + " ms");
            }
        } finally {
            process.destroyForcibly();
        }
        if (process.exitValue() != 0) {
            throw failure(command, "ended with exit code " + process.exitValue());
        }
    }

    private static Process start(Path output, ExecCommand command) throws IOException {
        List<String> line = new ArrayList<>();
        line.add(program(command));
        line.addAll(command.arguments());
        ProcessBuilder builder = new ProcessBuilder(line)
                .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .redirectOutput(output.toFile());
        builder.environment().putAll(command.environment());
        builder.environment().put("KUBERNETES_EXEC_INFO", execInfo(command));
        try {
            return builder.start();
        } catch (IOException notStarted) {
            String hint = command.installHint().isEmpty() ? "" : "; " + command.installHint();
            throw new IOException(
                    "the credential plugin " + command.command() + " could not be started" + hint, notStarted);
        }
    }

    /** A relative path with a slash counts from the kubeconfig's folder; a bare name is looked up in PATH. */
    private static String program(ExecCommand command) {
        String name = command.command();
        boolean isRelativePath = name.contains("/") && !name.startsWith("/");
        return isRelativePath ? command.directory().resolve(name).toString() : name;
    }

    private static String execInfo(ExecCommand command) {
        ObjectNode info = JsonNodeFactory.instance.objectNode();
        info.put("apiVersion", command.apiVersion()).put("kind", "ExecCredential");
        ObjectNode spec = info.putObject("spec").put("interactive", false);
        command.cluster().ifPresent(cluster -> spec.set("cluster", cluster));
        return new String(Trees.write(info), StandardCharsets.UTF_8);
    }

    private static Issued parse(ExecCommand command, byte[] output) throws IOException {
        JsonNode reply;
        try {
            reply = Trees.read(output);
        } catch (JacksonException malformed) {
            throw new IOException(message(command, "did not write JSON"), malformed);
        }
        if (!reply.path("kind").asString("").equals("ExecCredential")
                || !reply.path("apiVersion").asString("").equals(command.apiVersion())) {
            throw failure(command, "did not write an ExecCredential of " + command.apiVersion());
        }
        JsonNode status = reply.path("status");
        String token = status.path("token").asString("");
        String chain = status.path("clientCertificateData").asString("");
        String key = status.path("clientKeyData").asString("");
        if (token.isEmpty() && (chain.isEmpty() || key.isEmpty())) {
            throw failure(command, "gave neither a token nor a certificate with its key");
        }
        Optional<ClientCertificate> certificate = chain.isEmpty()
                ? Optional.empty()
                : Optional.of(new ClientCertificate(new PemSource.Inline(chain), new PemSource.Inline(key)));
        return new Issued(
                new Credential(token, certificate),
                expiry(command, status.path("expirationTimestamp").asString("")));
    }

    private static Instant expiry(ExecCommand command, String timestamp) throws IOException {
        if (timestamp.isEmpty()) {
            return Instant.MAX;
        }
        try {
            return OffsetDateTime.parse(timestamp).toInstant();
        } catch (DateTimeException malformed) {
            throw new IOException(message(command, "gave the malformed expirationTimestamp " + timestamp), malformed);
        }
    }

    private static IOException failure(ExecCommand command, String what) {
        return new IOException(message(command, what));
    }

    private static String message(ExecCommand command, String what) {
        return "the credential plugin " + command.command() + " " + what;
    }
}
