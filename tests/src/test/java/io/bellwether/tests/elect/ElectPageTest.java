package io.bellwether.tests.elect;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellwether.tests.page.Page;
import io.bellwether.tests.program.ProgramProcess;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.MappingIterator;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** Runs the commands and the manifests of {@code docs/elect.md} as they stand there. */
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

    @Test
    void loop_ofThePage_stepsWhileItLeads(@TempDir Path folder) throws Exception {
        Files.writeString(
                folder.resolve("steps.sh"), Page.named("elect.md").blocks("sh").get(1));
        Path step = Files.writeString(
                folder.resolve("one-step.sh"), "#!/bin/sh\necho step\n[ ! -e second ] || exit 9\ntouch second\n");
        Files.setPosixFilePermissions(step, PosixFilePermissions.fromString("rwx------"));
        try (ElectScene scene = ElectScene.open(folder.resolve("server"));
                ProgramProcess elect = ProgramProcess.shell(
                        folder,
                        Map.of("KUBECONFIG", scene.kubeconfig().toString()),
                        "bellwether elect --lease default/steps -- sh steps.sh")) {
            elect.awaitLine("valid for");
            elect.awaitLine("step");
            elect.awaitLine("valid for");
            elect.awaitLine("step");
            assertThat(elect.awaitExit()).isEqualTo(9);
        }
    }

    @Test
    void sidecar_ofThePage_servesAsItIsConfigured(@TempDir Path folder) throws Exception {
        JsonNode container = manifests(0).get(0).at("/spec/template/spec/containers/1");
        List<String> arguments = new ArrayList<>(texts(container.path("command")));
        arguments.addAll(texts(container.path("args")));
        arguments.add("--listen=127.0.0.1:0");
        String line = String.join(" ", arguments)
                .replace("$(POD_NAME)", "pod-1")
                .replace("$(POD_UID)", "uid-1")
                .replace("$(POD_IP)", "10.0.0.7");
        try (ElectScene scene = ElectScene.open(folder.resolve("server"));
                ProgramProcess serve = ProgramProcess.shell(
                        folder, Map.of("KUBECONFIG", scene.kubeconfig().toString()), line)) {
            serve.awaitLine("a candidate for default/report as pod-1, serving http://127.0.0.1:");
        }
    }

    @Test
    void role_ofThePage_isForTheLeaseOfTheSidecar() throws Exception {
        JsonNode role = manifests(1).get(0);
        JsonNode binding = manifests(1).get(1);

        assertThat(texts(role.at("/rules/0/verbs"))).containsExactly("create");
        assertThat(texts(role.at("/rules/1/verbs"))).containsExactly("get", "update", "watch", "patch");
        assertThat(texts(role.at("/rules/1/resourceNames"))).containsExactly("report");
        assertThat(binding.at("/roleRef/name")).isEqualTo(role.at("/metadata/name"));
        assertThat(binding.at("/subjects/0/name"))
                .isEqualTo(manifests(0).get(0).at("/spec/template/spec/serviceAccountName"));
    }

    private static List<JsonNode> manifests(int block) throws IOException {
        String text = Page.named("elect.md").blocks("yaml").get(block);
        try (MappingIterator<JsonNode> documents =
                new YAMLMapper().readerFor(JsonNode.class).readValues(text)) {
            return documents.readAll();
        }
    }

    private static List<String> texts(JsonNode list) {
        List<String> texts = new ArrayList<>();
        list.forEach(item -> texts.add(item.asString()));
        return texts;
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
