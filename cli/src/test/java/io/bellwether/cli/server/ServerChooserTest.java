package io.bellwether.cli.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bellwether.client.ClientConfigException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each place takes precedence over those after it. */
final class ServerChooserTest {

    @TempDir
    private Path home;

    private Path serviceAccount;
    private Path flag;
    private Path variable;

    @BeforeEach
    void writeAllPlaces() throws IOException {
        serviceAccount = Files.createDirectories(home.resolve("account"));
        Files.writeString(serviceAccount.resolve("token"), "t");
        flag = write("flag");
        variable = write("variable");
        Files.createDirectories(home.resolve(".bellwether"));
        Files.createDirectories(home.resolve(".kube"));
        write(".bellwether/admin.kubeconfig");
        write(".kube/config");
    }

    @Test
    void choose_takesTheFirstPlaceThatIsThere() throws IOException {
        Map<String, String> pod = Map.of("KUBERNETES_SERVICE_HOST", "pod", "KUBERNETES_SERVICE_PORT", "443");
        Map<String, String> both = Map.of(
                "KUBERNETES_SERVICE_HOST", "pod", "KUBERNETES_SERVICE_PORT", "443", "KUBECONFIG", variable.toString());
        assertChosen(both, flag.toString(), "flag");
        assertChosen(both, "", "variable");
        assertChosen(pod, "", "pod");
        assertChosen(Map.of(), "", "admin.kubeconfig");
        Files.delete(home.resolve(".bellwether/admin.kubeconfig"));
        assertChosen(Map.of(), "", "config");
    }

    @Test
    void choose_fromAFile_tellsOtherProgramsWhich() {
        ServerChoice choice = new ServerChooser(Map.of(), home, serviceAccount).choose(flag.toString(), "");
        assertThat(choice.kubeconfig()).isEqualTo(flag.toString());
        assertThat(choice.description()).isEqualTo("https://flag (kubeconfig " + flag + ", context c)");
    }

    @Test
    void choose_withoutAny_saysWhatToDo() {
        ServerChooser chooser = new ServerChooser(Map.of(), home.resolve("empty"), serviceAccount);
        assertThatThrownBy(() -> chooser.choose("", ""))
                .isInstanceOf(ClientConfigException.class)
                .hasMessageContaining("bellwether up")
                .hasMessageContaining("--kubeconfig");
    }

    private void assertChosen(Map<String, String> environment, String kubeconfig, String host) {
        ServerChoice choice = new ServerChooser(environment, home, serviceAccount).choose(kubeconfig, "");
        assertThat(choice.config().server().getHost()).isEqualTo(host);
    }

    /** A kubeconfig whose server has the file's name. */
    private Path write(String name) throws IOException {
        Path file = home.resolve(name);
        return Files.writeString(file, """
                {"current-context":"c","contexts":[{"name":"c","context":{"cluster":"c","user":"u"}}],
                 "clusters":[{"name":"c","cluster":{"server":"https://%s"}}],"users":[{"name":"u","user":{"token":"t"}}]}
                """.formatted(file.getFileName()));
    }
}
