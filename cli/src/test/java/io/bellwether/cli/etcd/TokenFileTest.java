package io.bellwether.cli.etcd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bellwether.cli.command.CommandFailure;
import io.bellwether.etcd.security.JoinToken;
import io.bellwether.execution.Randomness;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who may read the file with a join token. */
final class TokenFileTest {

    @TempDir
    @SuppressWarnings("NullAway.Init") // set by JUnit
    private Path folder;

    private final JoinToken token = JoinToken.draw(Randomness.secure());

    @SuppressWarnings("NullAway.Init") // set before each test
    private Path file;

    @BeforeEach
    void create() {
        file = folder.resolve("join.token");
        TokenFile.create(file, token);
    }

    private void permit(String permissions) throws IOException {
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
    }

    @Test
    void created_isForItsOwnerAlone() throws IOException {
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(TokenFile.read(file).secretText()).isEqualTo(token.secretText());
    }

    @Test
    void created_overAnother_isRefused() {
        assertThatThrownBy(() -> TokenFile.create(file, token))
                .isInstanceOf(CommandFailure.class)
                .hasMessageContaining("choose another --file");
    }

    @Test
    void read_whereOthersMay_isRefused() throws IOException {
        permit("rw----r--");

        assertThatThrownBy(() -> TokenFile.read(file))
                .isInstanceOf(CommandFailure.class)
                .hasMessageContaining("chmod 600");
    }

    /** Nobody but the system hands a service a token that it may not change. */
    @Test
    void read_whereTheGroupMay_isForFilesOfTheSystemAlone() throws IOException {
        permit("r--r-----");

        if (Files.getOwner(file).getName().equals("root")) {
            assertThat(TokenFile.read(file).secretText()).isEqualTo(token.secretText());
        } else {
            assertThatThrownBy(() -> TokenFile.read(file)).hasMessageContaining("chmod 600");
        }
    }

    @Test
    void read_ofSomethingElse_isRefused() throws IOException {
        Files.writeString(file, "no token");

        assertThatThrownBy(() -> TokenFile.read(file)).hasMessageContaining("holds no join token");
    }
}
