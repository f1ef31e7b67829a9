package io.bellwether.apiserver.certs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bellwether.apiserver.datadir.DataDirectory;
import io.bellwether.apiserver.datadir.ServerException;
import io.bellwether.apiserver.datadir.ServerException.Reason;
import io.bellwether.execution.Randomness;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CertificatesTest {

    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    private static final ServingNames LOCAL = new ServingNames(Set.of("localhost", "127.0.0.1"));

    @TempDir
    Path temporary;

    private DataDirectory directory = new DataDirectory(Path.of("/nowhere"));

    @BeforeEach
    void createDirectory() {
        directory = new DataDirectory(temporary.resolve("data"));
        directory.create();
    }

    @Test
    void prepare_emptyDirectory_issuesAllAndWritesNothing() throws IOException {
        Certificates certificates = prepare(LOCAL, NOW);

        assertThat(certificates.hasChanges()).isTrue();
        assertThat(directory.certificates()).isEmptyDirectory();
        assertThat(life(certificates.authority().getNotAfter().toInstant())).isEqualTo(Duration.ofDays(3653));
        assertThat(certificates.admin().certificate().getSubjectX500Principal().getName())
                .isEqualTo("CN=admin,O=system:masters");
    }

    @Test
    void commit_issued_writesFilesForTheOwnerOnly() throws IOException {
        prepare(LOCAL, NOW).commit();

        for (String name : Set.of("ca.pem", "serving.pem", "admin.pem")) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(
                            directory.certificates().resolve(name))))
                    .as(name)
                    .isEqualTo("rw-------");
        }
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(directory.root())))
                .isEqualTo("rwx------");
    }

    @Test
    void prepare_again_keepsEverything() {
        Certificates first = prepare(LOCAL, NOW);
        first.commit();

        Certificates second = prepare(LOCAL, NOW.plus(Duration.ofDays(200)));

        assertThat(second.hasChanges()).isFalse();
        assertThat(second.authority()).isEqualTo(first.authority());
        assertThat(second.serving()).isEqualTo(first.serving());
        assertThat(second.admin()).isEqualTo(first.admin());
    }

    @Test
    void prepare_namesChanged_reissuesServingOnly() {
        Certificates first = prepare(LOCAL, NOW);
        first.commit();

        Certificates second = prepare(new ServingNames(Set.of("localhost", "10.0.0.7")), NOW);

        assertThat(second.authority()).isEqualTo(first.authority());
        assertThat(second.admin()).isEqualTo(first.admin());
        assertThat(second.serving()).isNotEqualTo(first.serving());
    }

    @Test
    void prepare_lessThanAThirdLeft_reissuesLeavesUnderTheSameAuthority() {
        Certificates first = prepare(LOCAL, NOW);
        first.commit();

        Certificates second = prepare(LOCAL, NOW.plus(Duration.ofDays(250)));

        assertThat(second.authority()).isEqualTo(first.authority());
        assertThat(second.serving()).isNotEqualTo(first.serving());
        assertThat(second.admin()).isNotEqualTo(first.admin());
    }

    @Test
    void prepare_foreignServing_isReissued() throws IOException {
        prepare(LOCAL, NOW).commit();
        byte[] foreign = Files.readAllBytes(directory.certificates().resolve("serving.pem"));
        Files.delete(directory.certificates().resolve("ca.pem"));
        Certificates renewed = prepare(LOCAL, NOW);
        renewed.commit();
        Files.write(directory.certificates().resolve("serving.pem"), foreign);

        assertThat(prepare(LOCAL, NOW).serving()).isNotEqualTo(renewed.serving());
    }

    @Test
    void prepare_damagedAuthority_isRefusedByName() throws IOException {
        prepare(LOCAL, NOW).commit();
        Path file = directory.certificates().resolve("ca.pem");
        Files.writeString(file, "not a key");

        assertThatThrownBy(() -> prepare(LOCAL, NOW))
                .isInstanceOfSatisfying(
                        ServerException.class, e -> assertThat(e.reason()).isEqualTo(Reason.FILE_DAMAGED))
                .hasMessageContaining(file.toString());
    }

    @Test
    void prepare_expiredAuthority_isRefusedNotReplaced() throws IOException {
        prepare(LOCAL, NOW).commit();
        byte[] before = Files.readAllBytes(directory.certificates().resolve("ca.pem"));

        assertThatThrownBy(() -> prepare(LOCAL, NOW.plus(Duration.ofDays(4000))))
                .isInstanceOf(ServerException.class);
        assertThat(Files.readAllBytes(directory.certificates().resolve("ca.pem")))
                .isEqualTo(before);
    }

    @Test
    void servingNames_loopback_areTheUsualNamesAndTheNode() throws IOException {
        assertThat(ServingNames.of(address(127, 0, 0, 1), "Node-1").names())
                .containsExactlyInAnyOrder("localhost", "127.0.0.1", "0:0:0:0:0:0:0:1", "node-1");
        assertThat(ServingNames.of(address(10, 1, 2, 3), "no_dns_name").names())
                .containsExactlyInAnyOrder("localhost", "127.0.0.1", "0:0:0:0:0:0:0:1", "10.1.2.3");
        assertThat(ServingNames.of(address(0, 0, 0, 0), "n").names())
                .contains("127.0.0.1", "localhost")
                .doesNotContain("0.0.0.0");
    }

    @Test
    void kubeconfig_rendered_holdsItsCertificatesInline() {
        Certificates certificates = prepare(LOCAL, NOW);

        String text = new String(
                AdminKubeconfig.render("https://127.0.0.1:6443", certificates.authority(), certificates.admin()),
                StandardCharsets.UTF_8);

        assertThat(text)
                .contains("server: https://127.0.0.1:6443\n")
                .contains("current-context: bellwether\n")
                .containsPattern("certificate-authority-data: [A-Za-z0-9+/=]{200,}\n")
                .containsPattern("client-certificate-data: [A-Za-z0-9+/=]{200,}\n")
                .containsPattern("client-key-data: [A-Za-z0-9+/=]{100,}\n");
    }

    private Certificates prepare(ServingNames names, Instant now) {
        return Certificates.prepare(directory, names, Randomness.secure(), now);
    }

    private static InetAddress address(int... parts) throws IOException {
        byte[] bytes = new byte[parts.length];
        for (int index = 0; index < parts.length; index++) {
            bytes[index] = (byte) parts[index];
        }
        return InetAddress.getByAddress(bytes);
    }

    private static Duration life(Instant end) {
        return Duration.between(NOW, end);
    }
}
