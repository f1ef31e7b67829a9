package io.bellwether.client;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.bellwether.client.credential.Credential;
import io.bellwether.client.tls.TlsSettings;
import java.io.IOException;
import java.net.ProxySelector;
import java.net.http.HttpClient;
import java.security.GeneralSecurityException;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The pool of connections, replaced when certificates change or when somebody drops it.
 *
 * <p>Threads: safe from any thread; the lock guards the two fields and nothing happens under it but reading and writing
 * them.
 */
final class Connections {

    private final ClientConfig config;
    private final ClientOptions options;
    private final Executor executor;
    private final ReentrantLock lock = new ReentrantLock();

    @GuardedBy("lock")
    private @Nullable Pool pool;

    @GuardedBy("lock")
    private boolean closed;

    Connections(ClientConfig config, ClientOptions options, Executor executor) {
        this.config = config;
        this.options = options;
        this.executor = executor;
    }

    private record Pool(HttpClient http, String stamp) {}

    /** The connections for this credential, made when there are none. */
    HttpClient open(Credential credential) throws IOException, GeneralSecurityException {
        TlsSettings tls = credential
                .certificate()
                .map(config.tls()::withClientCertificate)
                .orElse(config.tls());
        String stamp = tls.stamp();
        Pool current = current();
        if (current != null && current.stamp().equals(stamp)) {
            return current.http();
        }
        return install(new Pool(connect(tls), stamp)).http();
    }

    /** Breaks everything under way; the next request makes new connections. */
    void drop() {
        Pool dropped;
        lock.lock();
        try {
            dropped = pool;
            pool = null;
        } finally {
            lock.unlock();
        }
        if (dropped != null) {
            dropped.http().shutdownNow();
        }
    }

    boolean isClosed() {
        lock.lock();
        try {
            return closed;
        } finally {
            lock.unlock();
        }
    }

    void close() {
        lock.lock();
        try {
            closed = true;
        } finally {
            lock.unlock();
        }
        drop();
    }

    private @Nullable Pool current() {
        lock.lock();
        try {
            return pool;
        } finally {
            lock.unlock();
        }
    }

    /**
     * A pool replaced because a certificate changed is left to finish what is under way; it goes when its last
     * connection is idle.
     */
    private Pool install(Pool fresh) throws IOException {
        boolean refused;
        lock.lock();
        try {
            refused = closed;
            if (!refused) {
                pool = fresh;
            }
        } finally {
            lock.unlock();
        }
        if (refused) {
            fresh.http().shutdownNow();
            throw new IOException("the client is closed");
        }
        return fresh;
    }

    private HttpClient connect(TlsSettings tls) throws IOException, GeneralSecurityException {
        boolean isHttps = "https".equals(config.server().getScheme());
        HttpClient.Builder builder = HttpClient.newBuilder()
                .version(isHttps ? HttpClient.Version.HTTP_2 : HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(options.connectTimeout())
                .executor(executor);
        config.proxy().ifPresent(proxy -> builder.proxy(ProxySelector.of(proxy)));
        if (isHttps) {
            builder.sslContext(tls.context());
        }
        return builder.build();
    }
}
