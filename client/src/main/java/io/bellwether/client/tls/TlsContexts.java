package io.bellwether.client.tls;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/** Makes {@link SSLContext}s of {@link TlsSettings}. */
final class TlsContexts {

    private static final char[] NO_PASSWORD = new char[0];

    private TlsContexts() {}

    static SSLContext of(TlsSettings settings) throws IOException, GeneralSecurityException {
        KeyManager[] keyManagers = settings.clientCertificate().isPresent()
                ? keyManagers(settings.clientCertificate().get())
                : new KeyManager[0];
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keyManagers, new TrustManager[] {trustManager(settings)}, null);
        return context;
    }

    private static TrustManager trustManager(TlsSettings settings) throws IOException, GeneralSecurityException {
        X509ExtendedTrustManager chains = switch (settings.trust()) {
            case Trust.SystemAuthorities() -> chainsOf(null);
            case Trust.Authorities(PemSource certificates) -> chainsOf(authorities(certificates));
            case Trust.Anything() -> new TrustAnything();
        };
        boolean namedApart = !settings.serverName().isEmpty() && !(settings.trust() instanceof Trust.Anything);
        return namedApart ? new TrustUnderName(chains, settings.serverName()) : chains;
    }

    private static X509ExtendedTrustManager chainsOf(@Nullable KeyStore authorities) throws GeneralSecurityException {
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(authorities);
        for (TrustManager manager : factory.getTrustManagers()) {
            if (manager instanceof X509ExtendedTrustManager extended) {
                return extended;
            }
        }
        throw new GeneralSecurityException("this Java runtime has no X.509 trust manager");
    }

    private static KeyStore authorities(PemSource source) throws IOException, GeneralSecurityException {
        KeyStore store = emptyStore();
        List<X509Certificate> certificates = certificates(source.read());
        for (int index = 0; index < certificates.size(); index++) {
            store.setCertificateEntry("authority-" + index, certificates.get(index));
        }
        return store;
    }

    private static KeyManager[] keyManagers(ClientCertificate client) throws IOException, GeneralSecurityException {
        KeyStore store = emptyStore();
        Certificate[] chain = certificates(client.chain().read()).toArray(Certificate[]::new);
        store.setKeyEntry("client", PrivateKeys.parse(client.key().read()), NO_PASSWORD, chain);
        KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(store, NO_PASSWORD);
        return factory.getKeyManagers();
    }

    private static KeyStore emptyStore() throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, NO_PASSWORD);
        return store;
    }

    private static List<X509Certificate> certificates(String pem) throws GeneralSecurityException {
        CertificateFactory factory = CertificateFactory.getInstance("X.509");
        List<X509Certificate> certificates = new ArrayList<>();
        for (PemBlocks.Block block : PemBlocks.parse(pem)) {
            if (block.label().equals("CERTIFICATE")) {
                certificates.add((X509Certificate) factory.generateCertificate(new ByteArrayInputStream(block.der())));
            }
        }
        if (certificates.isEmpty()) {
            throw new CertificateException(
                    "no CERTIFICATE in the PEM text of " + pem.getBytes(StandardCharsets.UTF_8).length + " bytes");
        }
        return certificates;
    }
}
