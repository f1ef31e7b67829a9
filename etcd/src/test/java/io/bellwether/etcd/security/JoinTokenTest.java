package io.bellwether.etcd.security;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellwether.certificates.Credential;
import io.bellwether.certificates.Issuer;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

final class JoinTokenTest {

    private final RandomGenerator random = new SplittableRandom(11);
    private final JoinToken token = JoinToken.draw(random);

    private Credential authority() throws GeneralSecurityException {
        return new Issuer(random, Instant.parse("2026-03-01T12:00:00Z")).authority();
    }

    @Test
    void token_throughItsText_isTheSame() {
        assertThat(JoinToken.parse(token.secretText() + "\n")).contains(token);
        assertThat(token.secretText()).startsWith(token.id() + ".").hasSize(32 + 1 + 43);
    }

    @Test
    void text_thatIsNone_isRefused() {
        assertThat(JoinToken.parse(token.id())).isEmpty();
        assertThat(JoinToken.parse(token.secretText() + "x")).isEmpty();
        assertThat(JoinToken.parse("short." + token.secretText().substring(33))).isEmpty();
    }

    @Test
    void token_printed_doesNotTellItsSecret() {
        assertThat(token.toString()).isEqualTo(token.id());
    }

    @Test
    void keys_forDifferentPurposesAndTokens_differ() {
        JoinToken sameSecret = JoinToken.parse("0123456789abcdef0123456789abcdef"
                        + token.secretText().substring(token.id().length()))
                .orElseThrow();

        assertThat(token.key("a", 32)).isEqualTo(token.key("a", 32)).isNotEqualTo(token.key("b", 32));
        assertThat(sameSecret.key("a", 32)).isNotEqualTo(token.key("a", 32));
        assertThat(token.signingKey().publicKey())
                .isNotEqualTo(sameSecret.signingKey().publicKey());
    }

    @Test
    void authority_sealed_isOpenedByTheTokenOnly() throws GeneralSecurityException {
        Credential authority = authority();

        String sealed = SealedAuthority.seal(authority, token, random);

        assertThat(SealedAuthority.isOne(sealed)).isTrue();
        assertThat(SealedAuthority.open(sealed, token)).contains(authority);
        assertThat(SealedAuthority.open(sealed, JoinToken.draw(token.id(), random)))
                .isEmpty();
        assertThat(SealedAuthority.open(sealed, JoinToken.draw(random))).isEmpty();
        assertThat(SealedAuthority.seal(authority, token, random)).isNotEqualTo(sealed);
    }

    @Test
    void authority_changedInOnePlace_isNotOpened() throws GeneralSecurityException {
        String sealed = SealedAuthority.seal(authority(), token, random);
        for (int index = 0; index < sealed.length(); index += 97) {
            char other = sealed.charAt(index) == 'A' ? 'B' : 'A';
            String changed = sealed.substring(0, index) + other + sealed.substring(index + 1);

            assertThat(SealedAuthority.open(changed, token))
                    .as("changed at %d", index)
                    .isEmpty();
        }
        assertThat(SealedAuthority.open("", token)).isEmpty();
        assertThat(SealedAuthority.open("?", token)).isEmpty();
    }
}
