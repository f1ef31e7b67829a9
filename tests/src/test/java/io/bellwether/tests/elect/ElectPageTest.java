package io.bellwether.tests.elect;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellwether.tests.page.Page;
import io.bellwether.tests.program.ProgramProcess;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs the commands of {@code docs/elect.md} as they stand there. */
class ElectPageTest {

    private static final Pattern COMMAND = Pattern.compile("^\\$ (bellwether elect [^\n]*)", Pattern.MULTILINE);

    @Test
    void examples_ofThePage_leadAndWriteUnderAFence(@TempDir Path folder) throws Exception {
        List<String> commands = commands();
        Files.writeString(
                folder.resolve("report.sh"), Page.named("elect.md").blocks("sh").get(0));
        try (ElectScene scene = ElectScene.open(folder.resolve("server"))) {
            Map<String, String> environment =
                    Map.of("KUBECONFIG", scene.kubeconfig().toString());
            writeCredentials(Files.readString(scene.kubeconfig()), folder);
            scene.leases().createConfigMap("report");
            try (ProgramProcess first = ProgramProcess.shell(folder, environment, commands.get(0))) {
                assertThat(first.awaitLine("I lead")).isEqualTo("I lead with token 1");
                first.signal("TERM");
                assertThat(first.awaitExit()).isEqualTo(143);
            }
            try (ProgramProcess second = ProgramProcess.shell(folder, environment, commands.get(1))) {
                assertThat(second.awaitExit()).isZero();
            }
            assertThat(scene.leases().configMap("report").path("last").asString(""))
                    .startsWith("20");
        }
    }

    private static List<String> commands() throws IOException {
        return Page.named("elect.md").blocks("console").stream()
                .flatMap(block -> COMMAND.matcher(block).results())
                .map(found -> found.group(1))
                .toList();
    }

    private static void writeCredentials(String kubeconfig, Path folder) throws IOException {
        Files.writeString(folder.resolve("ca.crt"), part(kubeconfig, "certificate-authority-data"));
        Files.writeString(folder.resolve("me.crt"), part(kubeconfig, "client-certificate-data"));
        Files.writeString(folder.resolve("me.key"), part(kubeconfig, "client-key-data"));
    }

    private static String part(String kubeconfig, String field) {
        Matcher value = Pattern.compile(field + ": *\"?([A-Za-z0-9+/=]+)").matcher(kubeconfig);
        assertThat(value.find()).isTrue();
        return new String(Base64.getDecoder().decode(value.group(1)), StandardCharsets.US_ASCII);
    }
}
