package io.bellwether.client.kubeconfig;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bellwether.client.ClientConfig;
import io.bellwether.client.ClientConfigException;
import io.bellwether.client.credential.ExecCommand;
import io.bellwether.client.credential.TokenSource;
import io.bellwether.client.tls.PemSource;
import io.bellwether.client.tls.Trust;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class KubeconfigTest {

    private static final String LAB = """
            apiVersion: v1
            kind: Config
            current-context: lab
            contexts:
            - name: lab
              context: {cluster: c, user: u, namespace: team}
            - name: other
              context: {cluster: c, user: plugin}
            clusters:
            - name: c
              cluster:
                server: https://10.0.0.1:6443
                certificate-authority: pki/ca.crt
                tls-server-name: api.example
                proxy-url: http://proxy:3128
            users:
            - name: u
              user:
                client-certificate-data: Q0VSVA==
                client-key: keys/u.key
                token: secret
            - name: plugin
              user:
                exec:
                  apiVersion: client.authentication.k8s.io/v1beta1
                  command: ./bin/login
                  args: [get-token, -v]
                  env: [{name: A, value: b}]
                  provideClusterInfo: true
                  interactiveMode: IfAvailable
                  installHint: install it
            """;

    @TempDir
    private Path folder;

    @Test
    void context_current_hasServerTlsAndIdentity() throws IOException {
        ClientConfig config = Kubeconfig.load(write("config", LAB)).context("");
        assertThat(config.server()).isEqualTo(URI.create("https://10.0.0.1:6443"));
        assertThat(config.namespace()).isEqualTo("team");
        assertThat(config.tls().trust())
                .isEqualTo(new Trust.Authorities(new PemSource.InFile(folder.resolve("pki/ca.crt"))));
        assertThat(config.tls().serverName()).isEqualTo("api.example");
        assertThat(config.tls().clientCertificate()).hasValueSatisfying(certificate -> {
            assertThat(certificate.chain()).isEqualTo(new PemSource.Inline("CERT"));
            assertThat(certificate.key()).isEqualTo(new PemSource.InFile(folder.resolve("keys/u.key")));
        });
        assertThat(config.token()).isEqualTo(new TokenSource.Fixed("secret"));
        assertThat(config.proxy())
                .hasValueSatisfying(
                        proxy -> assertThat(proxy.toString()).contains("proxy").contains("3128"));
        assertThat(config.origin()).isEqualTo("kubeconfig " + folder.resolve("config") + ", context lab");
        assertThat(config.toString()).doesNotContain("secret").doesNotContain("CERT");
    }

    @Test
    void context_named_hasItsPlugin() throws IOException {
        ClientConfig config = Kubeconfig.load(write(
                        "config", LAB.replace("certificate-authority: pki/ca.crt", "certificate-authority-data: Q0E=")))
                .context("other");
        assertThat(config.namespace()).isEqualTo("default");
        assertThat(config.token()).isInstanceOfSatisfying(TokenSource.FromCommand.class, source -> {
            ExecCommand command = source.command();
            assertThat(command.command()).isEqualTo("./bin/login");
            assertThat(command.arguments()).containsExactly("get-token", "-v");
            assertThat(command.environment()).isEqualTo(Map.of("A", "b"));
            assertThat(command.directory()).isEqualTo(folder);
            assertThat(command.cluster()).hasValueSatisfying(cluster -> {
                assertThat(cluster.path("server").asString()).isEqualTo("https://10.0.0.1:6443");
                assertThat(cluster.path("certificate-authority-data").asString())
                        .isEqualTo("Q0E=");
            });
        });
    }

    @Test
    void loadList_severalFiles_theFirstDefinitionCounts() throws IOException {
        Path first = write(
                "first",
                "{\"contexts\":[{\"name\":\"lab\",\"context\":{\"cluster\":\"c\",\"user\":\"mine\"}}],\"users\":[{\"name\":\"mine\",\"user\":{\"token\":\"first\"}}]}");
        Path second = write("second", LAB);
        ClientConfig config = Kubeconfig.loadList(
                        first + File.pathSeparator + folder.resolve("missing") + File.pathSeparator + second)
                .context("");
        assertThat(config.token()).isEqualTo(new TokenSource.Fixed("first"));
        assertThat(config.server().getHost()).isEqualTo("10.0.0.1");
    }

    @Test
    void load_missingUnreadableOrMalformed_saysWhich() throws IOException {
        assertReason(ClientConfigException.Reason.MISSING, () -> Kubeconfig.load(folder.resolve("nothing")));
        assertReason(ClientConfigException.Reason.UNREADABLE, () -> Kubeconfig.load(folder));
        Path broken = write("broken", "a: [");
        assertReason(ClientConfigException.Reason.MALFORMED, () -> Kubeconfig.load(broken));
        Path list = write("list", "- a\n");
        assertReason(ClientConfigException.Reason.MALFORMED, () -> Kubeconfig.load(list));
        assertReason(
                ClientConfigException.Reason.MISSING,
                () -> Kubeconfig.loadList(folder.resolve("x") + File.pathSeparator + folder.resolve("y")));
    }

    @Test
    void context_withoutContextClusterOrUser_saysWhatIsMissing() throws IOException {
        assertThatThrownBy(() -> Kubeconfig.load(write("a", LAB)).context("none"))
                .hasMessageContaining("no context \"none\"");
        assertThatThrownBy(() -> Kubeconfig.load(write("b", LAB.replace("cluster: c", "cluster: x")))
                        .context(""))
                .hasMessageContaining("no cluster \"x\"");
        assertThatThrownBy(() -> Kubeconfig.load(write("c", LAB.replace("current-context: lab", "")))
                        .context(""))
                .hasMessageContaining("no current-context");
    }

    @Test
    void context_whatIsNotSupported_isRefusedByName() throws IOException {
        Path socks = write("socks", LAB.replace("http://proxy:3128", "socks5://proxy:3128"));
        assertReason(
                ClientConfigException.Reason.UNSUPPORTED,
                () -> Kubeconfig.load(socks).context(""));
        Path basic = write("basic", LAB.replace("token: secret", "username: me"));
        assertReason(
                ClientConfigException.Reason.UNSUPPORTED,
                () -> Kubeconfig.load(basic).context(""));
        Path terminal = write("terminal", LAB.replace("IfAvailable", "Always"));
        assertReason(
                ClientConfigException.Reason.UNSUPPORTED,
                () -> Kubeconfig.load(terminal).context("other"));
        Path alpha = write("alpha", LAB.replace("v1beta1", "v1alpha1").replace("provideClusterInfo: true", ""));
        assertReason(
                ClientConfigException.Reason.MALFORMED,
                () -> Kubeconfig.load(alpha).context("other"));
        Path half = write("half", LAB.replace("client-key: keys/u.key", ""));
        assertReason(
                ClientConfigException.Reason.MALFORMED,
                () -> Kubeconfig.load(half).context(""));
        Path url = write("url", LAB.replace("https://10.0.0.1:6443", "10.0.0.1"));
        assertReason(
                ClientConfigException.Reason.MALFORMED,
                () -> Kubeconfig.load(url).context(""));
    }

    @Test
    void context_insecure_trustsAnything() throws IOException {
        Path file =
                write("insecure", LAB.replace("certificate-authority: pki/ca.crt", "insecure-skip-tls-verify: true"));
        assertThat(Kubeconfig.load(file).context("").tls().trust()).isEqualTo(new Trust.Anything());
    }

    @Test
    void inCluster_withServiceAccount_readsItsFiles() throws IOException {
        Files.writeString(folder.resolve("token"), "t");
        Files.writeString(folder.resolve("namespace"), "team\n");
        Map<String, String> environment =
                Map.of("KUBERNETES_SERVICE_HOST", "fd00::1", "KUBERNETES_SERVICE_PORT", "443");
        assertThat(InCluster.find(environment, folder)).hasValueSatisfying(config -> {
            assertThat(config.server()).isEqualTo(URI.create("https://[fd00::1]:443"));
            assertThat(config.namespace()).isEqualTo("team");
            assertThat(config.token()).isEqualTo(new TokenSource.InFile(folder.resolve("token")));
        });
        assertThat(InCluster.find(Map.of(), folder)).isEmpty();
        assertThat(InCluster.find(environment, folder.resolve("elsewhere"))).isEmpty();
    }

    private Path write(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text);
    }

    private static void assertReason(ClientConfigException.Reason reason, Runnable load) {
        assertThatThrownBy(load::run)
                .isInstanceOfSatisfying(
                        ClientConfigException.class,
                        refused -> assertThat(refused.reason()).isEqualTo(reason));
    }
}
