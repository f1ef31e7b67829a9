package io.bellwether.etcd.security;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellwether.certificates.Credential;
import io.bellwether.certificates.Pem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class NodeIdentityTest {

    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

    @TempDir
    @SuppressWarnings("NullAway.Init") // set by JUnit
    private Path temporary;

    @SuppressWarnings("NullAway.Init") // set before each test
    private Path folder;

    private final RandomGenerator random = new SplittableRandom(5);
    private final Security security = new Security(JoinToken.draw(random), Set.of("Etcd.Example"), Security.LEAF_LIFE);

    @BeforeEach
    void choose() {
        folder = temporary.resolve("tls");
    }

    private NodeIdentity identity(String... hosts) {
        return new NodeIdentity(security, Set.of(hosts), folder, random);
    }

    private Credential leaf() throws IOException, GeneralSecurityException {
        return Pem.credential(Files.readAllBytes(folder.resolve(NodeIdentity.LEAF_FILE)));
    }

    private Set<String> names() throws IOException, GeneralSecurityException {
        return leaf().facts(leaf()).names();
    }

    private String founded() throws IOException {
        NodeIdentity identity = identity("10.0.0.1");
        String sealed = identity.found(NOW);
        assertThat(identity.isReady()).isFalse();
        assertThat(identity.accept(sealed, NOW)).isTrue();
        return sealed;
    }

    @Test
    void accepted_authority_givesFilesForTheOwnerOnly() throws IOException {
        String founded = founded();

        assertThat(mode(folder)).isEqualTo("rwx------");
        try (var files = Files.list(folder)) {
            assertThat(files)
                    .hasSize(3)
                    .allSatisfy(file -> assertThat(mode(file)).isEqualTo("rw-------"));
        }
        assertThat(identity("10.0.0.1").sealed()).contains(founded);
    }

    private static String mode(Path file) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
    }

    @Test
    void key_ofTheAuthority_isOnNoDisk() throws IOException {
        founded();

        assertThat(folder.resolve(NodeIdentity.AUTHORITY_FILE)).content().doesNotContain("PRIVATE KEY");
        assertThat(folder.resolve("authority.sealed")).content().doesNotContain("PRIVATE KEY");
    }

    @Test
    void certificate_standsForTheAddressesAndThisMachine() throws IOException, GeneralSecurityException {
        founded();

        assertThat(names())
                .containsExactlyInAnyOrder("10.0.0.1", "etcd.example", "localhost", "127.0.0.1", "0:0:0:0:0:0:0:1");
    }

    @Test
    void restart_withTheSameNames_keepsTheCertificate() throws IOException, GeneralSecurityException {
        String sealed = founded();
        Credential before = leaf();

        assertThat(identity("10.0.0.1").accept(sealed, NOW.plus(Duration.ofDays(10))))
                .isTrue();

        assertThat(leaf()).isEqualTo(before);
    }

    @Test
    void restart_atAnotherAddress_putsItIntoTheCertificateFirst() throws IOException, GeneralSecurityException {
        String sealed = founded();

        assertThat(identity("[fd00::1]").accept(sealed, NOW)).isTrue();

        assertThat(names()).contains("fd00:0:0:0:0:0:0:1").doesNotContain("10.0.0.1");
    }

    @Test
    void certificate_withLessThanAThirdLeft_isReplaced() throws IOException, GeneralSecurityException {
        String sealed = founded();
        Credential before = leaf();
        NodeIdentity identity = identity("10.0.0.1");
        assertThat(identity.accept(sealed, NOW)).isTrue();

        identity.keepUp(NOW.plus(Duration.ofDays(59)));
        assertThat(leaf()).isEqualTo(before);
        identity.keepUp(NOW.plus(Duration.ofDays(61)));
        assertThat(leaf()).isNotEqualTo(before);
    }

    @Test
    void certificate_damaged_isReplaced() throws IOException, GeneralSecurityException {
        String sealed = founded();
        Files.writeString(folder.resolve(NodeIdentity.LEAF_FILE), "damaged");

        assertThat(identity("10.0.0.1").accept(sealed, NOW)).isTrue();

        assertThat(names()).contains("10.0.0.1");
    }

    @Test
    void authority_ofAnotherToken_isNotAccepted() throws IOException {
        Security other = new Security(JoinToken.draw(random), Set.of(), Security.LEAF_LIFE);
        String foreign = new NodeIdentity(other, Set.of(), folder, random).found(NOW);

        assertThat(identity("10.0.0.1").accept(foreign, NOW)).isFalse();
        assertThat(folder).doesNotExist();
    }
}
