package io.bellwether.apiserver.certs;

import io.bellwether.apiserver.auth.Groups;
import io.bellwether.apiserver.datadir.DataDirectory;
import io.bellwether.apiserver.datadir.ServerException;
import io.bellwether.apiserver.datadir.ServerException.Reason;
import io.bellwether.certificates.Credential;
import io.bellwether.certificates.Issuer;
import io.bellwether.certificates.Leaf;
import io.bellwether.certificates.core.CertificateFacts;
import io.bellwether.certificates.core.Renewal;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The authority and the two certificates that a server needs, read from the data directory or issued.
 *
 * <p>Shape: {@link #prepare} reads and issues but writes nothing, so that it can run beside the opening of the store,
 * whose lock decides whether this process may write; {@link #commit} then writes what was issued. The authority is made
 * once, for ten years, and never replaced: a damaged or expired one is for a person to judge.
 *
 * <p>Threads: immutable.
 *
 * <p>Errors: {@link ServerException}.
 */
public final class Certificates {

    /** The administrator's user name. */
    public static final String ADMIN_USER = "admin";

    private static final Duration LEAF_LIFE = Duration.ofDays(365);
    private static final Logger log = LoggerFactory.getLogger(Certificates.class);

    private final KeyFolder folder;
    private final X509Certificate authority;
    private final Credential serving;
    private final Credential admin;
    private final Map<String, Credential> issued;

    private Certificates(
            KeyFolder folder,
            X509Certificate authority,
            Credential serving,
            Credential admin,
            Map<String, Credential> issued) {
        this.folder = folder;
        this.authority = authority;
        this.serving = serving;
        this.admin = admin;
        this.issued = Map.copyOf(issued);
    }

    /** Reads the certificates, and issues those that are missing or due. Blocks on the disk; writes nothing. */
    public static Certificates prepare(
            DataDirectory directory, ServingNames names, RandomGenerator random, Instant now) {
        KeyFolder folder = new KeyFolder(directory);
        Map<String, Credential> issued = new LinkedHashMap<>();
        try {
            Credential authority = authority(folder, random, now, issued);
            Credential serving = leaf(
                    folder,
                    "serving",
                    authority,
                    names.names(),
                    now,
                    issued,
                    () -> new Issuer(random, now).leaf(authority, serving(names.names())));
            Credential admin = leaf(
                    folder,
                    "admin",
                    authority,
                    Set.of(),
                    now,
                    issued,
                    () -> new Issuer(random, now).leaf(authority, administrator()));
            return new Certificates(folder, authority.certificate(), serving, admin, issued);
        } catch (GeneralSecurityException e) {
            throw new ServerException(
                    Reason.FILE_DAMAGED,
                    "cannot issue certificates with the authority in " + directory.certificates() + ": "
                            + e.getMessage(),
                    e);
        }
    }

    /** The certificate that clients must trust. */
    public X509Certificate authority() {
        return authority;
    }

    /** What the TLS port shows. */
    public Credential serving() {
        return serving;
    }

    /** The administrator's identity. */
    public Credential admin() {
        return admin;
    }

    /** Whether {@link #commit} has something to write. */
    public boolean hasChanges() {
        return !issued.isEmpty();
    }

    /** Writes what was issued. The caller holds the lock of the data directory. */
    public void commit() {
        issued.forEach(folder::write);
    }

    private static Credential authority(
            KeyFolder folder, RandomGenerator random, Instant now, Map<String, Credential> issued)
            throws GeneralSecurityException {
        Optional<Credential> present = folder.read("ca");
        if (present.isPresent()) {
            present.get().certificate().checkValidity(Date.from(now));
            return present.get();
        }
        return note("ca", "there was none", new Issuer(random, now).authority(), issued);
    }

    private static Credential leaf(
            KeyFolder folder,
            String name,
            Credential authority,
            Set<String> wantedNames,
            Instant now,
            Map<String, Credential> issued,
            Issue issue)
            throws GeneralSecurityException {
        Optional<Credential> present = folder.read(name);
        Optional<CertificateFacts> facts =
                present.isPresent() ? Optional.of(present.get().facts(authority)) : Optional.empty();
        return switch (Renewal.decide(facts, wantedNames, now)) {
            case Renewal.Keep() -> present.orElseThrow();
            case Renewal.Issue(String reason) -> note(name, reason, issue.run(), issued);
        };
    }

    private static Leaf serving(Set<String> names) {
        return new Leaf("bellwether-apiserver", List.of(), Set.of(Leaf.Purpose.SERVER), names, LEAF_LIFE);
    }

    /** User in the common name, groups in the organizations, as Kubernetes reads it. */
    private static Leaf administrator() {
        return new Leaf(ADMIN_USER, List.of(Groups.MASTERS), Set.of(Leaf.Purpose.CLIENT), Set.of(), LEAF_LIFE);
    }

    private static Credential note(String name, String reason, Credential credential, Map<String, Credential> issued) {
        log.atInfo()
                .addKeyValue("certificate", name)
                .addKeyValue("reason", reason)
                .addKeyValue("notAfter", credential.certificate().getNotAfter().toInstant())
                .log("Issued certificate");
        issued.put(name, credential);
        return credential;
    }

    private interface Issue {
        Credential run() throws GeneralSecurityException;
    }
}
