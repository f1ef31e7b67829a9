package io.bellwether.tests.etcd;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellwether.tests.page.Page;
import io.bellwether.tests.program.ProgramProcess;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The service unit and the container in {@code docs/elastic-etcd.md}: their command lines found a secured cluster of
 * one, with this machine's addresses and ports in place of the page's; and what systemd itself says of the unit, where
 * it is installed.
 */
@RealEtcd
final class ServiceExamplesTest {

    private static final Path ANALYZE = Path.of("/usr/bin/systemd-analyze");

    @TempDir
    @SuppressWarnings("NullAway.Init") // set by JUnit
    private Path folder;

    private final Etcd.Place place = Etcd.Place.of("one");
    private final Etcd.Place pages = Etcd.Place.of("pages");

    private static String block(String language) throws IOException {
        List<String> blocks = Page.named("elastic-etcd.md").blocks(language);
        assertThat(blocks).hasSize(1);
        return blocks.getFirst();
    }

    private static String unit() throws IOException {
        return block("ini");
    }

    /** The words of the unit's command, the program first. */
    private static List<String> unitCommand() throws IOException {
        return unit().replace("\\\n", " ")
                .lines()
                .filter(line -> line.startsWith("ExecStart="))
                .flatMap(line -> words(line.substring("ExecStart=".length())))
                .toList();
    }

    /** The image's entry point, and behind it what is given to {@code docker run} behind the image's name. */
    private static List<String> containerCommand() throws IOException {
        Matcher entry = Pattern.compile("ENTRYPOINT \\[(.*)]").matcher(block("dockerfile"));
        assertThat(entry.find()).isTrue();
        List<String> command = new ArrayList<>(
                words(entry.group(1).replace("\"", "").replace(",", " ")).toList());
        String run = block("sh").replace("\\\n", " ");
        words(run.substring(run.indexOf(" bellwether-etcd ") + " bellwether-etcd ".length()))
                .forEach(command::add);
        return command;
    }

    private static Stream<String> words(String line) {
        return Arrays.stream(line.strip().split("\\s+", -1));
    }

    @Test
    void command_ofTheUnit_foundsACluster() throws IOException, InterruptedException {
        founds(unitCommand());
    }

    @Test
    @Tag("long")
    void command_ofTheContainer_foundsACluster() throws IOException, InterruptedException {
        founds(containerCommand());
    }

    private void founds(List<String> words) throws IOException, InterruptedException {
        Path token = folder.resolve("join.token");
        try (ProgramProcess discovery = ProgramProcess.start(
                Map.of(), "discovery", "--listen=127.0.0.1:0", "--data-dir=" + folder.resolve("discovery"))) {
            String url = discovery.awaitLine("Bellwether discovery is ready: ").replaceAll(".*ready: ", "");
            try (ProgramProcess made = ProgramProcess.start(
                    Map.of(), "etcd", "token", "--discovery=" + url, "--cluster-size=1", "--file=" + token)) {
                assertThat(made.awaitExit()).isZero();
            }
            assertThat(words.subList(0, 3)).containsExactly("/opt/bellwether/bin/bellwether", "etcd", "run");
            List<String> arguments = new ArrayList<>(words.subList(1, words.size()).stream()
                    .map(word -> here(word, url, token))
                    .toList());
            arguments.add("--etcd=" + Etcd.program());
            try (ProgramProcess member = ProgramProcess.start(Map.of(), arguments.toArray(String[]::new))) {
                assertThat(member.awaitLine("Bellwether etcd member is ready")).contains("of cluster");
                member.signal("TERM");
                assertThat(member.awaitExit()).isZero();
            }
        }
        assertThat(folder.resolve("data")).isDirectory();
    }

    /** What differs from machine to machine. */
    private String here(String word, String discovery, Path token) {
        String replaced = word.replace("${DISCOVERY}", discovery)
                .replace("http://10.0.0.9:2378", discovery)
                .replace("${CREDENTIALS_DIRECTORY}/join.token", token.toString())
                .replace("=/join.token", "=" + token)
                .replace("${ADDRESS}", "127.0.0.1")
                .replace("10.0.0.1", "127.0.0.1")
                .replace("=%l", "=one")
                .replace("/var/lib/etcd/", folder + "/")
                .replace(":2380", port(place.peerUrl()))
                .replace(":2379", port(place.clientUrl()))
                .replace(":2381", port(pages.clientUrl()));
        assertThat(replaced).doesNotContain("$", "10.0.0");
        return replaced;
    }

    private static String port(String url) {
        return ":" + URI.create(url).getPort();
    }

    /** Where systemd is not installed, the command line above is all that can be checked. */
    @Test
    void unit_isAcceptedBySystemd() throws IOException, InterruptedException {
        assertThat(unit()).contains("[Unit]", "[Service]", "[Install]");
        if (!Files.isExecutable(ANALYZE)) {
            return;
        }
        Path file = folder.resolve("bellwether-etcd.service");
        Files.writeString(
                file, unit().replace(unitCommand().getFirst(), "/bin/true").replaceAll("(?m)^User=.*\n", ""));
        Process verify = new ProcessBuilder(ANALYZE.toString(), "verify", "--man=no", file.toString())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("said").toFile())
                .start();
        assertThat(verify.waitFor(60, TimeUnit.SECONDS)).isTrue();

        assertThat(Files.readString(folder.resolve("said")))
                .doesNotContain(file.getFileName().toString());
        assertThat(verify.exitValue()).isZero();
    }
}
