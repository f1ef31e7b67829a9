package io.bellwether.etcd.security;

import io.bellwether.certificates.Credential;
import io.bellwether.certificates.Issuer;
import io.bellwether.certificates.Leaf;
import io.bellwether.certificates.Pem;
import io.bellwether.certificates.core.CertificateFacts;
import io.bellwether.certificates.core.Renewal;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.random.RandomGenerator;
import javax.net.ssl.SSLContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * By what a node of a secured cluster is known: the certificate that it issues to itself with the cluster's authority.
 *
 * <p>Shape: a folder of mode 0700 with {@code ca.pem}, the authority's certificate; {@code node.pem}, key and
 * certificate in one file, so that whoever reads them while they are replaced gets two that belong together; and
 * {@code authority.sealed}, so that the next certificate needs nobody. Files have mode 0600.
 *
 * <p>Threads: owned by one thread, but for connections made with {@link #context}.
 *
 * <p>Errors: {@link IOException} when the folder cannot be used, or nothing can be issued.
 */
public final class NodeIdentity {

    /** The authority's certificate, within the folder. */
    public static final String AUTHORITY_FILE = "ca.pem";

    /** Key and certificate of the node, within the folder. */
    public static final String LEAF_FILE = "node.pem";

    private static final Logger log = LoggerFactory.getLogger(NodeIdentity.class);
    private static final Set<String> OWN_MACHINE = Set.of("localhost", "127.0.0.1", "0:0:0:0:0:0:0:1");

    private final Security security;
    private final Set<String> names;
    private final Path folder;
    private final RandomGenerator random;
    private final LiveTls tls = new LiveTls();
    private Optional<Credential> authority = Optional.empty();
    private Optional<Credential> leaf = Optional.empty();

    /**
     * Reads and writes nothing yet.
     *
     * @param hosts under which the node is reached
     * @param folder where what is kept lies
     */
    public NodeIdentity(Security security, Set<String> hosts, Path folder, RandomGenerator random) {
        this.security = security;
        this.folder = folder;
        this.random = random;
        TreeSet<String> all = new TreeSet<>(OWN_MACHINE);
        hosts.forEach(host -> all.add(Hosts.canonical(host)));
        security.names().forEach(name -> all.add(Hosts.canonical(name)));
        this.names = Set.copyOf(all);
    }

    /** How etcd and clients connect: shows the certificate that is the present one at each handshake. */
    public SSLContext context() {
        try {
            return tls.context();
        } catch (GeneralSecurityException never) {
            throw new IllegalStateException("every JDK has TLS", never);
        }
    }

    /**
     * What etcd is started with to prove itself and to let nobody in who does not: flags by their names, without
     * dashes. One file for key and certificate: etcd reads both anew at each handshake, and they must belong together.
     *
     * @param folder where what is kept lies
     */
    public static Map<String, String> settings(Path folder) {
        String authority = folder.resolve(AUTHORITY_FILE).toString();
        String leaf = folder.resolve(LEAF_FILE).toString();
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("cert-file", leaf);
        settings.put("key-file", leaf);
        settings.put("trusted-ca-file", authority);
        settings.put("client-cert-auth", "true");
        settings.put("peer-cert-file", leaf);
        settings.put("peer-key-file", leaf);
        settings.put("peer-trusted-ca-file", authority);
        settings.put("peer-client-cert-auth", "true");
        return settings;
    }

    private Path authorityFile() {
        return folder.resolve(AUTHORITY_FILE);
    }

    private Path leafFile() {
        return folder.resolve(LEAF_FILE);
    }

    /** Whether the authority is known: before, nothing can be done. */
    public boolean isReady() {
        return authority.isPresent();
    }

    /** The authority as discovery may keep it; what lies here or was accepted. */
    public Optional<String> sealed() throws IOException {
        Path file = folder.resolve("authority.sealed");
        return Files.exists(file) ? Optional.of(Files.readString(file)) : Optional.empty();
    }

    /** A new authority, sealed; it counts once it is {@link #accept accepted}. */
    public String found(Instant now) throws IOException {
        try {
            return SealedAuthority.seal(new Issuer(random, now).authority(), security.token(), random);
        } catch (GeneralSecurityException refused) {
            throw new IOException("no authority can be made", refused);
        }
    }

    /**
     * Takes an authority, for ever, and issues what is due.
     *
     * @return whether the token opens it
     */
    public boolean accept(String sealed, Instant now) throws IOException {
        Optional<Credential> opened = SealedAuthority.open(sealed, security.token());
        if (opened.isEmpty()) {
            return false;
        }
        if (!sealed.equals(sealed().orElse(""))) {
            PrivateFiles.write(folder.resolve("authority.sealed"), sealed.getBytes(StandardCharsets.US_ASCII));
        }
        PrivateFiles.write(
                authorityFile(), Pem.encode(opened.get().certificate()).getBytes(StandardCharsets.US_ASCII));
        authority = opened;
        keepUp(now);
        return true;
    }

    /** Issues another certificate when one is due; etcd reads the file at each handshake. */
    public void keepUp(Instant now) throws IOException {
        if (authority.isEmpty()) {
            return;
        }
        try {
            if (leaf.isEmpty()) {
                leaf = read();
            }
            Optional<CertificateFacts> facts =
                    leaf.isPresent() ? Optional.of(leaf.get().facts(authority.get())) : Optional.empty();
            switch (Renewal.decide(facts, names, now)) {
                case Renewal.Keep keep ->
                    tls.show(leaf.orElseThrow(), authority.get().certificate());
                case Renewal.Issue(String reason) -> issue(reason, authority.get(), now);
            }
        } catch (GeneralSecurityException refused) {
            throw new IOException("no certificate can be issued in " + folder + ": " + refused.getMessage(), refused);
        }
    }

    private void issue(String reason, Credential by, Instant now) throws IOException, GeneralSecurityException {
        Leaf wanted = new Leaf(
                "bellwether-etcd",
                List.of(),
                Set.of(Leaf.Purpose.SERVER, Leaf.Purpose.CLIENT),
                names,
                security.leafLife());
        Credential issued = new Issuer(random, now).leaf(by, wanted);
        PrivateFiles.write(leafFile(), Pem.encode(issued));
        tls.show(issued, by.certificate());
        leaf = Optional.of(issued);
        log.atInfo()
                .addKeyValue("reason", reason)
                .addKeyValue("notAfter", issued.certificate().getNotAfter().toInstant())
                .log("Issued the node's certificate");
    }

    /** A damaged one is like none: another one is issued. */
    private Optional<Credential> read() throws IOException {
        if (!Files.exists(leafFile())) {
            return Optional.empty();
        }
        try {
            return Optional.of(Pem.credential(Files.readAllBytes(leafFile())));
        } catch (GeneralSecurityException damaged) {
            log.atWarn().addKeyValue("file", leafFile()).log("Could not read the node's certificate");
            return Optional.empty();
        }
    }
}
