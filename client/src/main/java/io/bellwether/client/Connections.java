package io.bellwether.client;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.bellwether.client.credential.Credential;
import io.bellwether.client.tls.TlsSettings;
import java.io.IOException;
import java.net.ProxySelector;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The pool of connections, replaced when certificates change or when somebody drops it.
 *
 * <p>A request makes its connection itself, and takes the connection along when it is given up: {@code java.net.http}
 * can only cancel both. Where TLS takes longer than a caller can wait, as on a machine that starves, each request would
 * begin a handshake and none would end it. So after a setback, that is once connections have been dropped, the pool
 * opens ahead of the requests, by one of our own that waits for longer than they do: for the connect timeout at first,
 * for twice as long after each one that was too slow, up to eight seconds. What it asks for does not matter: with any
 * answer there is a connection, and where the connection was made in time, even without.
 *
 * <p>Threads: safe from any thread; the lock guards the three fields and nothing happens under it but reading and
 * writing them.
 */
final class Connections {

    /** What every API server tells everybody, without looking anything up. */
    private static final String ANYTHING = "/version";

    /** For a handshake that takes longer there is no lease short enough to matter, and SYNs get rare. */
    private static final Duration LONGEST_PATIENCE = Duration.ofSeconds(8);

    private final ClientConfig config;
    private final ClientOptions options;
    private final Executor executor;
    private final ReentrantLock lock = new ReentrantLock();

    @GuardedBy("lock")
    private @Nullable Pool pool;

    /** Since there was a connection: the drop, and how often none could be had after it. */
    @GuardedBy("lock")
    private int setbacks;

    @GuardedBy("lock")
    private boolean closed;

    Connections(ClientConfig config, ClientOptions options, Executor executor) {
        this.config = config;
        this.options = options;
        this.executor = executor;
    }

    /** The connections for this credential, which begin to open when there are none. */
    Pool open(Credential credential) throws IOException, GeneralSecurityException {
        TlsSettings tls = credential
                .certificate()
                .map(config.tls()::withClientCertificate)
                .orElse(config.tls());
        String stamp = tls.stamp();
        Pool current = current();
        if (current != null && current.stamp().equals(stamp)) {
            return current;
        }
        int before = setbacks();
        Duration patience = patience(options.connectTimeout(), before);
        Pool fresh = new Pool(connect(tls, patience), stamp);
        Pool installed = install(fresh);
        if (!installed.equals(fresh)) {
            fresh.http().shutdownNow();
        } else if (before == 0) {
            fresh.opening().complete(Optional.empty());
        } else {
            openAhead(fresh, patience);
        }
        return installed;
    }

    /** For how long the next connection may take to make. */
    static Duration patience(Duration first, int setbacks) {
        Duration longest = first.compareTo(LONGEST_PATIENCE) > 0 ? first : LONGEST_PATIENCE;
        Duration patience = first;
        for (int slow = 1; slow < setbacks && patience.compareTo(longest) < 0; slow++) {
            patience = patience.multipliedBy(2);
        }
        return patience.compareTo(longest) < 0 ? patience : longest;
    }

    /** Breaks everything under way; the next request makes new connections. */
    void drop() {
        Pool dropped;
        lock.lock();
        try {
            dropped = pool;
            pool = null;
            setbacks = Math.max(1, setbacks);
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

    private int setbacks() {
        lock.lock();
        try {
            return setbacks;
        } finally {
            lock.unlock();
        }
    }

    /**
     * The pool that counts: this one, or that of the same identity which another request was quicker to make. A pool
     * replaced because a certificate changed is left to finish what is under way; it goes when its last connection is
     * idle.
     */
    private Pool install(Pool fresh) throws IOException {
        Pool installed = fresh;
        boolean refused;
        lock.lock();
        try {
            refused = closed;
            if (pool != null && pool.stamp().equals(fresh.stamp())) {
                installed = pool;
            } else if (!refused) {
                pool = fresh;
            }
        } finally {
            lock.unlock();
        }
        if (refused) {
            fresh.http().shutdownNow();
            throw new IOException("the client is closed");
        }
        return installed;
    }

    private void openAhead(Pool fresh, Duration patience) {
        HttpRequest request = HttpRequest.newBuilder(config.at(ANYTHING))
                .header("User-Agent", options.userAgent())
                .timeout(patience)
                .build();
        CompletableFuture<?> unused = fresh.http()
                .sendAsync(request, BodyHandlers.discarding())
                .whenComplete((answer, failure) -> opened(fresh, failure));
    }

    private void opened(Pool fresh, @Nullable Throwable failure) {
        Optional<Fault> fault = failure == null ? Optional.empty() : Faults.ofOpening(config.server(), failure);
        lock.lock();
        try {
            if (fresh.equals(pool)) {
                pool = fault.isEmpty() ? fresh : null;
                setbacks = fault.isEmpty() ? 0 : setbacks + 1;
            }
        } finally {
            lock.unlock();
        }
        if (fault.isPresent()) {
            fresh.http().shutdownNow();
        }
        fresh.opening().complete(fault);
    }

    private HttpClient connect(TlsSettings tls, Duration patience) throws IOException, GeneralSecurityException {
        boolean isHttps = "https".equals(config.server().getScheme());
        HttpClient.Builder builder = HttpClient.newBuilder()
                .version(isHttps ? HttpClient.Version.HTTP_2 : HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(patience)
                .executor(executor);
        config.proxy().ifPresent(proxy -> builder.proxy(ProxySelector.of(proxy)));
        if (isHttps) {
            builder.sslContext(tls.context());
        }
        return builder.build();
    }
}
