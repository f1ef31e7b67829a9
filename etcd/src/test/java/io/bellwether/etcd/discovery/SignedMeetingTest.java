package io.bellwether.etcd.discovery;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellwether.certificates.SigningKey;
import io.bellwether.etcd.security.JoinToken;
import io.bellwether.execution.sim.SimClock;
import io.bellwether.store.memory.MemoryStore;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is said under a token that has a key: who signs it is heard, once. */
final class SignedMeetingTest {

    private static final String KEEP = "{\"sealed\":\"abc\"}";

    private final SimClock clock = new SimClock();
    private final SplittableRandom random = new SplittableRandom(3);
    private final MemoryStore store = new MemoryStore(Runnable::run);
    private final JoinToken token = JoinToken.draw(random);
    private final Challenges challenges = new Challenges(clock, random);
    private final MeetingProtocol protocol = new MeetingProtocol(new Meeting(store, clock), challenges);

    @BeforeEach
    void create() {
        assertThat(new Registry(store)
                        .create(token.id(), 3, Optional.of(token.signingKey().publicKey())))
                .isTrue();
    }

    @AfterEach
    void close() {
        store.close();
    }

    private Reply ask(String verb, String body, String signature) {
        String method = body.isEmpty() ? "GET" : "POST";
        return protocol.answer(token.id(), verb, new Request(method, List.of(), Map.of(), "", signature, body));
    }

    private String sign(SigningKey key, String challenge, String verb, String body) {
        return Signed.of(key, challenge, token.id(), verb, body).header();
    }

    private String challenge() {
        return ask("board", "", "").challenge();
    }

    @Test
    void unsigned_isRefusedWithAChallenge() {
        Reply refused = ask("board", "", "");

        assertThat(refused.status()).isEqualTo(Reply.UNAUTHORIZED);
        assertThat(refused.challenge()).isNotEmpty();
        assertThat(refused.body()).contains("join token").doesNotContain("nodes");
    }

    @Test
    void signed_isHeard() {
        Reply kept = ask("keep", KEEP, sign(token.signingKey(), challenge(), "keep", KEEP));

        assertThat(kept.status()).isEqualTo(Reply.OK);
        assertThat(ask("board", "", sign(token.signingKey(), kept.challenge(), "board", ""))
                        .body())
                .contains("\"authority\":\"abc\"");
    }

    @Test
    void signed_sentAgain_isRefused() {
        String signature = sign(token.signingKey(), challenge(), "board", "");

        assertThat(ask("board", "", signature).status()).isEqualTo(Reply.OK);
        assertThat(ask("board", "", signature).status()).isEqualTo(Reply.UNAUTHORIZED);
    }

    @Test
    void signed_forSomethingElse_isRefused() {
        SigningKey key = token.signingKey();

        assertThat(ask("keep", KEEP, sign(key, challenge(), "board", "")).status())
                .isEqualTo(Reply.UNAUTHORIZED);
        assertThat(ask("keep", KEEP, sign(key, challenge(), "keep", "{\"sealed\":\"abd\"}"))
                        .status())
                .isEqualTo(Reply.UNAUTHORIZED);
        assertThat(ask("board", "", sign(key, "made-up-challenge", "board", "")).status())
                .isEqualTo(Reply.UNAUTHORIZED);
    }

    @Test
    void signed_withAnotherSecret_isRefused() {
        SigningKey other = JoinToken.draw(token.id(), random).signingKey();

        assertThat(ask("board", "", sign(other, challenge(), "board", "")).status())
                .isEqualTo(Reply.UNAUTHORIZED);
    }

    @Test
    void signed_withAnOldChallenge_isRefused() {
        String signature = sign(token.signingKey(), challenge(), "board", "");
        clock.advance(Challenges.LIFE.plus(Duration.ofMillis(1)));

        assertThat(ask("board", "", signature).status()).isEqualTo(Reply.UNAUTHORIZED);
    }

    @Test
    void challenge_forAnotherToken_isRefused() {
        String other = challenges.next("another-token-of-sixteen");

        assertThat(ask("board", "", sign(token.signingKey(), other, "board", ""))
                        .status())
                .isEqualTo(Reply.UNAUTHORIZED);
    }

    @Test
    void stockMember_underASecuredToken_isNotRegistered() {
        assertThat(new Registry(store).register(token.id(), "1", "a=http://10.0.0.1:2380"))
                .isInstanceOf(Registry.Registered.Closed.class);
    }
}
