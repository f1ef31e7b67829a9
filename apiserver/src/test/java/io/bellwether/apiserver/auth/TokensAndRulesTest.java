package io.bellwether.apiserver.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bellwether.apiserver.auth.Authentication.Authenticated;
import io.bellwether.apiserver.auth.Authentication.Rejected;
import io.bellwether.apiserver.auth.Authorizer.Verdict;
import io.bellwether.apiserver.datadir.DataDirectory;
import io.bellwether.apiserver.datadir.ServerException;
import io.bellwether.apiserver.request.UserInfo;
import io.bellwether.execution.Randomness;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TokensAndRulesTest {

    private static final Path FILE = Path.of("/data/tokens.csv");
    private static final UserInfo ADMIN = new UserInfo("admin", List.of("system:masters"));
    private static final UserInfo SOMEBODY = new UserInfo("bob", List.of("system:authenticated"));

    @TempDir
    Path temporary;

    @Test
    void tokens_lines_areUsersWithGroups() {
        StaticTokens tokens = StaticTokens.parse("# comment\n\nabc,jane,7,\"dev, ops\"\nxyz,joe,\n", FILE);

        assertThat(tokens.authenticate("abc"))
                .isEqualTo(new Authenticated(
                        new UserInfo("jane", List.of("dev", "ops", "system:authenticated")), Instant.MAX));
        assertThat(tokens.authenticate("xyz"))
                .isEqualTo(new Authenticated(new UserInfo("joe", List.of("system:authenticated")), Instant.MAX));
        assertThat(tokens.authenticate("ab")).isInstanceOf(Rejected.class);
        assertThat(tokens.authenticate("")).isInstanceOf(Rejected.class);
    }

    @Test
    void tokens_damagedLine_isNamedByNumberWithoutItsContent() {
        assertThatThrownBy(() -> StaticTokens.parse("abc,jane,7\nsecret-token\n", FILE))
                .isInstanceOf(ServerException.class)
                .hasMessageContaining("line 2")
                .hasMessageContaining(FILE.toString())
                .hasMessageNotContaining("secret-token");
    }

    @Test
    void tokens_noFile_isMadeOnceForTheOwner() throws IOException {
        DataDirectory directory = new DataDirectory(temporary.resolve("data"));
        directory.create();

        StaticTokens.load(directory, Randomness.secure());
        String text = Files.readString(directory.tokens());
        StaticTokens again = StaticTokens.load(directory, Randomness.secure());

        String token = text.lines().skip(1).findFirst().orElseThrow().split(",", 2)[0];
        assertThat(token).hasSizeGreaterThanOrEqualTo(43);
        assertThat(again.authenticate(token))
                .isInstanceOfSatisfying(
                        Authenticated.class,
                        good -> assertThat(good.user().groups()).contains("system:masters"));
        assertThat(Files.readString(directory.tokens())).isEqualTo(text);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(directory.tokens())))
                .isEqualTo("rw-------");
    }

    @ParameterizedTest
    @CsvSource({
        "/livez, ALLOWED",
        "/readyz/ping, ALLOWED",
        "/healthz, ALLOWED",
        "/version, ALLOWED",
        "/versions, NO_OPINION",
        "/metrics, NO_OPINION",
        "/api, NO_OPINION",
        "/, NO_OPINION",
    })
    void publicPaths_anonymous_readsHealthAndVersionOnly(String path, Verdict expected) {
        assertThat(new PublicPaths().authorize(new AccessRequest.ToPath(Groups.ANONYMOUS, "get", path)))
                .isEqualTo(expected);
        assertThat(new PublicPaths().authorize(new AccessRequest.ToPath(Groups.ANONYMOUS, "post", path)))
                .isEqualTo(Verdict.NO_OPINION);
    }

    @Test
    void authorizer_anyOf_allowsWhatOneAllows() {
        Authorizer authorizer = Authorizer.anyOf(List.of(new MastersAuthorizer(), new PublicPaths()));

        assertThat(authorizer.authorize(secrets(ADMIN))).isEqualTo(Verdict.ALLOWED);
        assertThat(authorizer.authorize(secrets(SOMEBODY))).isEqualTo(Verdict.NO_OPINION);
        assertThat(authorizer.authorize(new AccessRequest.ToPath(SOMEBODY, "get", "/livez")))
                .isEqualTo(Verdict.ALLOWED);
    }

    @Test
    void refusal_ofAResource_namesUserVerbResourceGroupAndNamespace() {
        assertThat(secrets(SOMEBODY).refusal())
                .isEqualTo("User \"bob\" cannot get resource \"secrets/status\" in API group \"\" in the namespace"
                        + " \"default\"");
        assertThat(new AccessRequest.ToResource(
                                SOMEBODY,
                                "list",
                                "coordination.k8s.io",
                                "v1",
                                "leases",
                                Optional.empty(),
                                Optional.empty(),
                                Optional.empty())
                        .refusal())
                .isEqualTo("User \"bob\" cannot list resource \"leases\" in API group \"coordination.k8s.io\" at the"
                        + " cluster scope");
    }

    private static AccessRequest secrets(UserInfo user) {
        return new AccessRequest.ToResource(
                user, "get", "", "v1", "secrets", Optional.of("status"), Optional.of("default"), Optional.of("a"));
    }
}
