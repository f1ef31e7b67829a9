package io.bellwether.client.credential;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bellwether.execution.Clock;
import io.bellwether.execution.SystemClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

final class ExecPluginTest {

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final String V1 = "client.authentication.k8s.io/v1";

    @TempDir
    private Path folder;

    @Test
    void run_tellsThePluginVersionClusterAndThatNobodyIsThere() throws Exception {
        Path seen = folder.resolve("seen");
        JsonNode cluster = JsonMapper.shared().createObjectNode().put("server", "https://a");
        ExecCommand command = command(
                "printf %s \"$KUBERNETES_EXEC_INFO\" >" + seen + "; " + reply("\"token\":\"t\""),
                Optional.of(cluster),
                "");
        assertThat(ExecPlugin.run(command, PATIENCE).credential().bearerToken()).isEqualTo("t");
        assertThat(JsonMapper.shared().readTree(Files.readString(seen)))
                .isEqualTo(
                        JsonMapper.shared()
                                .readTree(
                                        "{\"apiVersion\":\"" + V1
                                                + "\",\"kind\":\"ExecCredential\",\"spec\":{\"interactive\":false,\"cluster\":{\"server\":\"https://a\"}}}"));
    }

    @Test
    void run_certificate_isHandedOn() throws Exception {
        ExecCommand command =
                command(reply("\"clientCertificateData\":\"C\",\"clientKeyData\":\"K\""), Optional.empty(), "");
        assertThat(ExecPlugin.run(command, PATIENCE).credential().certificate())
                .hasValueSatisfying(
                        certificate -> assertThat(certificate.stamp()).isNotEmpty());
    }

    @Test
    void run_pluginThatFails_saysHow() {
        assertFailure("exit 3", "exit code 3");
        assertFailure("echo nonsense", "did not write JSON");
        assertFailure("echo '{}'", "did not write an ExecCredential");
        assertFailure(reply("\"clientCertificateData\":\"C\""), "neither a token nor a certificate");
        assertFailure(reply("\"token\":\"t\",\"expirationTimestamp\":\"tomorrow\""), "expirationTimestamp");
    }

    @Test
    void run_pluginThatDoesNotExist_givesItsHint() {
        ExecCommand missing = new ExecCommand(
                V1, "./no-such-plugin", List.of(), Map.of(), Optional.empty(), "install it from there", folder);
        assertThatThrownBy(() -> ExecPlugin.run(missing, PATIENCE))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("install it from there");
    }

    @Test
    void run_pluginThatHangs_isEndedAtTheTimeout() {
        assertThatThrownBy(
                        () -> ExecPlugin.run(command("exec sleep 600", Optional.empty(), ""), Duration.ofMillis(100)))
                .hasMessageContaining("did not end within 100 ms");
    }

    @Test
    void current_expiredCredential_isFetchedAnew() throws Exception {
        Path count = folder.resolve("count");
        ExecCommand command = command(
                "echo run >>" + count + "; "
                        + reply("\"token\":\"t\",\"expirationTimestamp\":\"2026-01-01T00:01:00Z\""),
                Optional.empty(),
                "");
        AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-01-01T00:00:00Z"));
        Credentials credentials = new Credentials(new TokenSource.FromCommand(command), clockAt(now));
        assertThat(credentials.current(PATIENCE)).isEqualTo(credentials.current(PATIENCE));
        assertThat(Files.readAllLines(count)).hasSize(1);
        now.set(Instant.parse("2026-01-01T00:00:55Z"));
        assertThat(credentials.current(PATIENCE).bearerToken()).isEqualTo("t");
        assertThat(Files.readAllLines(count)).hasSize(2);
    }

    private void assertFailure(String script, String message) {
        assertThatThrownBy(() -> ExecPlugin.run(command(script, Optional.empty(), ""), PATIENCE))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(message);
    }

    private ExecCommand command(String script, Optional<JsonNode> cluster, String hint) {
        return new ExecCommand(V1, "sh", List.of("-c", script), Map.of(), cluster, hint, folder);
    }

    private static String reply(String status) {
        return "printf '%s' '{\"kind\":\"ExecCredential\",\"apiVersion\":\"" + V1 + "\",\"status\":{" + status + "}}'";
    }

    private static Clock clockAt(AtomicReference<Instant> now) {
        SystemClock real = new SystemClock();
        return new Clock() {
            @Override
            public long nanos() {
                return real.nanos();
            }

            @Override
            public Instant wallTime() {
                return now.get();
            }
        };
    }
}
