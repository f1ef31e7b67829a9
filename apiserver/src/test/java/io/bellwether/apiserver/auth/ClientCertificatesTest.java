package io.bellwether.apiserver.auth;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellwether.apiserver.auth.Authentication.Absent;
import io.bellwether.apiserver.auth.Authentication.Authenticated;
import io.bellwether.apiserver.auth.Authentication.Rejected;
import io.bellwether.apiserver.certs.Certificates;
import io.bellwether.apiserver.certs.ServingNames;
import io.bellwether.apiserver.datadir.DataDirectory;
import io.bellwether.apiserver.request.UserInfo;
import io.bellwether.execution.Clock;
import io.bellwether.execution.Randomness;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClientCertificatesTest {

    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

    @TempDir
    Path temporary;

    @Test
    void authenticate_ours_isUserAndGroups() {
        Certificates ours = certificates("ours");

        Authentication answer = judge(ours, NOW, ours.admin().certificate());

        assertThat(answer)
                .isEqualTo(new Authenticated(
                        new UserInfo("admin", List.of("system:masters", "system:authenticated")),
                        ours.admin().certificate().getNotAfter().toInstant()));
    }

    @Test
    void authenticate_none_isAbsent() {
        assertThat(new ClientCertificates(certificates("ours").authority(), at(NOW)).authenticate(List.of()))
                .isEqualTo(new Absent());
    }

    @Test
    void authenticate_anotherAuthority_isRejected() {
        Certificates theirs = certificates("theirs");

        assertThat(judge(certificates("ours"), NOW, theirs.admin().certificate()))
                .isInstanceOf(Rejected.class);
    }

    @Test
    void authenticate_expired_isRejected() {
        Certificates ours = certificates("ours");

        assertThat(judge(ours, NOW.plus(Duration.ofDays(366)), ours.admin().certificate()))
                .isInstanceOf(Rejected.class);
    }

    @Test
    void authenticate_servingCertificate_isRejected() {
        Certificates ours = certificates("ours");

        assertThat(judge(ours, NOW, ours.serving().certificate())).isInstanceOf(Rejected.class);
    }

    @Test
    void authenticate_theAuthorityItself_isRejected() {
        Certificates ours = certificates("ours");

        assertThat(judge(ours, NOW, ours.authority())).isInstanceOf(Rejected.class);
    }

    private static Authentication judge(Certificates of, Instant now, X509Certificate shown) {
        return new ClientCertificates(of.authority(), at(now)).authenticate(List.of(shown));
    }

    private Certificates certificates(String name) {
        DataDirectory directory = new DataDirectory(temporary.resolve(name));
        directory.create();
        return Certificates.prepare(directory, new ServingNames(Set.of("localhost")), Randomness.secure(), NOW);
    }

    private static Clock at(Instant now) {
        return new Clock() {
            @Override
            public long nanos() {
                return 0;
            }

            @Override
            public Instant wallTime() {
                return now;
            }
        };
    }
}
