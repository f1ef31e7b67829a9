package io.bellwether.apiserver.http;

import io.bellwether.certificates.Credential;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.concurrent.atomic.AtomicReference;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedKeyManager;
import javax.net.ssl.X509ExtendedTrustManager;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.jspecify.annotations.Nullable;

/**
 * What the TLS port shows, exchangeable while the server runs, and what it asks of clients.
 *
 * <p>A client certificate is asked for, not required, and at this layer every one is taken: possession of its key is
 * proven by the handshake; whether the certificate is good decides authentication, which answers 401 where TLS could
 * only break the connection.
 *
 * <p>Threads: safe from any thread; a new serving credential counts from the next handshake on.
 */
public final class TlsIdentity {

    private final X509Certificate authority;
    private final AtomicReference<Shown> serving;

    /** Shows {@code serving}; names {@code authority} to clients that have several certificates to choose from. */
    public TlsIdentity(X509Certificate authority, Credential serving) {
        this.authority = authority;
        this.serving = new AtomicReference<>(new Shown(serving, serving));
    }

    /** Shows another certificate from the next handshake on; open connections stay as they are. */
    public void replaceServing(Credential credential) {
        serving.updateAndGet(shown -> new Shown(credential, shown.current));
    }

    /** The TLS settings of the port: TLS 1.3 and 1.2, client certificates wanted. */
    SslContextFactory.Server contextFactory() throws GeneralSecurityException {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(new KeyManager[] {new ServingKey()}, new TrustManager[] {new AnyClient()}, null);
        SslContextFactory.Server factory = new SslContextFactory.Server();
        factory.setSslContext(context);
        factory.setWantClientAuth(true);
        factory.setIncludeProtocols("TLSv1.3", "TLSv1.2");
        factory.setRenegotiationAllowed(false);
        return factory;
    }

    /** The previous one stays for the handshakes that began with it. */
    private record Shown(Credential current, Credential previous) {

        @Nullable
        Credential find(String alias) {
            if (alias.equals(alias(current))) {
                return current;
            }
            return alias.equals(alias(previous)) ? previous : null;
        }

        static String alias(Credential credential) {
            return credential.certificate().getSerialNumber().toString(16);
        }
    }

    /**
     * One key at a time. Its alias is the certificate's serial number, so that a handshake ends with the key it began
     * with.
     */
    private final class ServingKey extends X509ExtendedKeyManager {

        @Override
        public @Nullable String chooseEngineServerAlias(
                String keyType, Principal @Nullable [] issuers, @Nullable SSLEngine engine) {
            return keyType.startsWith("EC") ? Shown.alias(serving.get().current) : null;
        }

        @Override
        public @Nullable String chooseServerAlias(
                String keyType, Principal @Nullable [] issuers, @Nullable Socket socket) {
            return chooseEngineServerAlias(keyType, issuers, null);
        }

        @Override
        public String[] getServerAliases(String keyType, Principal @Nullable [] issuers) {
            return new String[] {Shown.alias(serving.get().current)};
        }

        @Override
        public X509Certificate @Nullable [] getCertificateChain(String alias) {
            Credential credential = serving.get().find(alias);
            return credential == null ? null : new X509Certificate[] {credential.certificate()};
        }

        @Override
        public @Nullable PrivateKey getPrivateKey(String alias) {
            Credential credential = serving.get().find(alias);
            return credential == null ? null : credential.key();
        }

        @Override
        public String[] getClientAliases(String keyType, Principal @Nullable [] issuers) {
            return new String[0];
        }

        @Override
        public String chooseClientAlias(String[] keyTypes, Principal @Nullable [] issuers, @Nullable Socket socket) {
            throw new UnsupportedOperationException("this side is never the client");
        }
    }

    private final class AnyClient extends X509ExtendedTrustManager {

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[] {authority};
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine) {
            throw new UnsupportedOperationException("this side is never the client");
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket) {
            throw new UnsupportedOperationException("this side is never the client");
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType) {
            throw new UnsupportedOperationException("this side is never the client");
        }
    }
}
