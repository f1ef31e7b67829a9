package io.bellwether.tests.apiserver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** {@code bellwether up} as a process on a small disk that is full, and then is not (G-W1, G-W5, G-W7). */
class UpOnAFullDiskTest {

    private static final String CONFIGMAPS = "/api/v1/namespaces/default/configmaps";

    /** Bytes of one object. */
    private static final int OBJECT_SIZE = 256 * 1024;

    /** More than fit: the disk refuses one of them. */
    private static final int MORE_THAN_FIT = 200;

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    Path temporary;

    private final Set<String> acknowledged = new TreeSet<>();
    private SmallDisk disk;
    private Path data;
    private String listen = "127.0.0.1:0";

    @BeforeEach
    void mount() throws IOException {
        Path mountPoint = Files.createDirectory(temporary.resolve("disk"));
        Optional<SmallDisk> mounted = SmallDisk.mount(mountPoint, "32m");
        assumeThat(mounted)
                .as("this user may not mount a file system: be the superuser, or allow user namespaces")
                .isPresent();
        disk = mounted.orElseThrow();
        data = mountPoint.resolve("data");
    }

    @AfterEach
    void unmount() throws IOException {
        if (disk != null) {
            disk.close();
        }
    }

    @Test
    void up_withoutSpaceFromTheStart_endsWithCode1AndOneLine() throws Exception {
        disk.fill(0);
        try (UpProcess up = start()) {
            assertThat(up.awaitExit()).isEqualTo(1);
            assertThat(up.complaints()).as(up.log()).hasSize(1);
            assertThat(up.complaints().getFirst())
                    .startsWith("bellwether up: ")
                    .contains(data.toString(), "free space", "--data-dir");
        }
    }

    @Test
    void writes_withoutSpace_are507WhileReadsAndDeletesGoOn() throws Exception {
        try (UpProcess up = start()) {
            Administrator admin = administrator(up);

            HttpResponse<String> refused = createUntilRefused(admin);

            assertThat(refused.statusCode()).isEqualTo(507);
            assertThat(parse(refused).at("/reason").stringValue()).isEqualTo("InsufficientStorage");
            assertThat(parse(refused).at("/message").stringValue()).contains("nothing was written", "full");
            assertThat(admin.get("/readyz?verbose").body()).contains("[+]store-read", "[-]store-write");
            assertThat(names(admin)).isEqualTo(acknowledged);
            deleteSome(admin);
            assertThat(names(admin)).isEqualTo(acknowledged);
        }
    }

    @Test
    void killedAndStartedAgain_stillWithoutSpace_servesAllThatWasAcknowledged() throws Exception {
        try (UpProcess up = start()) {
            createUntilRefused(administrator(up));
            up.kill();
        }
        try (UpProcess up = start()) {
            Administrator admin = administrator(up);

            assertThat(names(admin)).isEqualTo(acknowledged);
            deleteSome(admin);
            assertThat(names(admin)).isEqualTo(acknowledged);
        }
    }

    @Test
    void spaceMade_whileItRuns_writesGoOnAndARestartHasEveryAcknowledgedOne() throws Exception {
        try (UpProcess up = start()) {
            Administrator admin = administrator(up);
            // Enough is left for the space that the store holds back for deletes.
            disk.fill(18 << 20);
            createUntilRefused(admin);
            deleteSome(admin);

            disk.giveBack();

            createUntilTaken(admin, "later");
            assertThat(admin.get("/readyz").body()).isEqualTo("ok");
            up.kill();
        }
        try (UpProcess up = start()) {
            Administrator admin = administrator(up);

            assertThat(names(admin)).isEqualTo(acknowledged).contains("later");
            createUntilTaken(admin, "last");
        }
    }

    /** On the port of the first start, so that nothing that was written then has to be written again. */
    private UpProcess start() throws IOException {
        return UpProcess.start(
                disk.wrapper(),
                System.getProperty("java.class.path"),
                "--data-dir",
                data.toString(),
                "--listen",
                listen);
    }

    private Administrator administrator(UpProcess up) throws IOException {
        URI url = URI.create(up.awaitReady());
        listen = url.getAuthority();
        return new Administrator(disk.files().resolve("data"), url);
    }

    private HttpResponse<String> createUntilRefused(Administrator admin) throws IOException, InterruptedException {
        for (int count = 0; count < MORE_THAN_FIT; count++) {
            HttpResponse<String> answer = create(admin, "object-" + count);
            if (answer.statusCode() != 201) {
                return answer;
            }
        }
        throw new AssertionError("none of " + MORE_THAN_FIT + " writes was refused");
    }

    private void createUntilTaken(Administrator admin, String name) throws IOException, InterruptedException {
        for (Instant end = Instant.now().plus(PATIENCE); Instant.now().isBefore(end); ) {
            HttpResponse<String> answer = create(admin, name);
            if (answer.statusCode() == 201) {
                return;
            }
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(507);
        }
        throw new AssertionError("writes did not go on within " + PATIENCE);
    }

    private HttpResponse<String> create(Administrator admin, String name) throws IOException, InterruptedException {
        String body = "{\"apiVersion\":\"v1\",\"kind\":\"ConfigMap\",\"metadata\":{\"name\":\"" + name
                + "\"},\"data\":{\"key\":\"" + "x".repeat(OBJECT_SIZE) + "\"}}";
        HttpResponse<String> answer = admin.send(admin.request(CONFIGMAPS).POST(BodyPublishers.ofString(body)));
        if (answer.statusCode() == 201) {
            acknowledged.add(name);
        }
        return answer;
    }

    private void deleteSome(Administrator admin) throws IOException, InterruptedException {
        for (int count = 0; count < 20; count++) {
            HttpResponse<String> answer =
                    admin.send(admin.request(CONFIGMAPS + "/object-" + count).DELETE());
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
            acknowledged.remove("object-" + count);
        }
    }

    private static Set<String> names(Administrator admin) throws IOException, InterruptedException {
        HttpResponse<String> list = admin.get(CONFIGMAPS);
        assertThat(list.statusCode()).isEqualTo(200);
        Set<String> names = new TreeSet<>();
        for (JsonNode item : parse(list).at("/items").values()) {
            names.add(item.at("/metadata/name").stringValue());
        }
        return names;
    }

    private static JsonNode parse(HttpResponse<String> answer) {
        return JsonMapper.shared().readTree(answer.body());
    }
}
