package io.bellwether.etcd.security;

import io.bellwether.certificates.Credential;
import java.io.IOException;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.concurrent.atomic.AtomicReference;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedKeyManager;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/**
 * The client's side of TLS with a certificate that may change while connections come and go; until there is one, nobody
 * is trusted and nothing is shown.
 *
 * <p>Threads: safe from any thread; what is set counts from the next handshake on.
 */
final class LiveTls {

    private final AtomicReference<@Nullable Held> held = new AtomicReference<>();

    /** The previous one stays for the handshakes that began with it. */
    private record Held(Credential own, Credential previous, X509ExtendedTrustManager trust) {

        @Nullable
        Credential find(String alias) {
            if (alias.equals(alias(own))) {
                return own;
            }
            return alias.equals(alias(previous)) ? previous : null;
        }

        static String alias(Credential credential) {
            return credential.certificate().getSerialNumber().toString(16);
        }
    }

    /** Shows another certificate, and trusts this authority only. */
    void show(Credential own, X509Certificate authority) throws GeneralSecurityException {
        X509ExtendedTrustManager trust = trust(authority);
        held.updateAndGet(before -> new Held(own, before == null ? own : before.own(), trust));
    }

    SSLContext context() throws GeneralSecurityException {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(new KeyManager[] {new Keys()}, new TrustManager[] {new Trust()}, null);
        return context;
    }

    private static X509ExtendedTrustManager trust(X509Certificate authority) throws GeneralSecurityException {
        try {
            KeyStore anchors = KeyStore.getInstance("PKCS12");
            anchors.load(null, null);
            anchors.setCertificateEntry("authority", authority);
            TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            factory.init(anchors);
            for (TrustManager manager : factory.getTrustManagers()) {
                if (manager instanceof X509ExtendedTrustManager extended) {
                    return extended;
                }
            }
            throw new GeneralSecurityException("this Java runtime has no X.509 trust manager");
        } catch (IOException never) {
            throw new GeneralSecurityException("an empty key store was not read", never);
        }
    }

    private @Nullable Credential find(String alias) {
        Held now = held.get();
        return now == null ? null : now.find(alias);
    }

    private @Nullable String alias() {
        Held now = held.get();
        return now == null ? null : Held.alias(now.own());
    }

    private X509ExtendedTrustManager trust() throws CertificateException {
        Held now = held.get();
        if (now == null) {
            throw new CertificateException("the cluster's authority is not known yet");
        }
        return now.trust();
    }

    /** Its alias is the certificate's serial number, so that a handshake ends with the key it began with. */
    private final class Keys extends X509ExtendedKeyManager {

        @Override
        public @Nullable String chooseEngineClientAlias(
                String[] keyTypes, Principal @Nullable [] issuers, @Nullable SSLEngine engine) {
            return alias();
        }

        @Override
        public @Nullable String chooseClientAlias(
                String[] keyTypes, Principal @Nullable [] issuers, @Nullable Socket socket) {
            return alias();
        }

        @Override
        public String[] getClientAliases(String keyType, Principal @Nullable [] issuers) {
            String alias = alias();
            return alias == null ? new String[0] : new String[] {alias};
        }

        @Override
        public X509Certificate @Nullable [] getCertificateChain(String alias) {
            Credential own = find(alias);
            return own == null ? null : new X509Certificate[] {own.certificate()};
        }

        @Override
        public @Nullable PrivateKey getPrivateKey(String alias) {
            Credential own = find(alias);
            return own == null ? null : own.key();
        }

        @Override
        public String[] getServerAliases(String keyType, Principal @Nullable [] issuers) {
            return new String[0];
        }

        @Override
        public String chooseServerAlias(String keyType, Principal @Nullable [] issuers, @Nullable Socket socket) {
            throw new UnsupportedOperationException("this side is never the server");
        }
    }

    private final class Trust extends X509ExtendedTrustManager {

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
                throws CertificateException {
            trust().checkServerTrusted(chain, authType, engine);
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket)
                throws CertificateException {
            trust().checkServerTrusted(chain, authType, socket);
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType) throws CertificateException {
            trust().checkServerTrusted(chain, authType);
        }

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine) {
            throw new UnsupportedOperationException("this side is never the server");
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket) {
            throw new UnsupportedOperationException("this side is never the server");
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType) {
            throw new UnsupportedOperationException("this side is never the server");
        }
    }
}
