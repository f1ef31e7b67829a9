package io.bellwether.apiserver.http;

import io.bellwether.execution.Clock;
import io.bellwether.execution.Deadline;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.http2.HTTP2Connection;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.ssl.SslConnection;

/**
 * Sends clients away before their connections are closed. A connection closed under a client that is just writing its
 * next request takes the answers with it that the client has received and not yet read: so HTTP/2 clients get a GOAWAY
 * and time to leave by themselves. HTTP/1.1 clients are told with their last answer.
 *
 * <p>Threads: Jetty's threads report connections; the rest is safe from any thread.
 */
final class Departures implements Connection.Listener {

    private final Set<SslConnection> present = ConcurrentHashMap.newKeySet();
    private final CountDownLatch allGone = new CountDownLatch(1);
    private volatile boolean sent;

    @Override
    public void onOpened(Connection connection) {
        if (connection instanceof SslConnection tls) {
            present.add(tls);
        }
    }

    @Override
    public void onClosed(Connection connection) {
        if (connection instanceof SslConnection tls) {
            present.remove(tls);
            reportWhenAllGone();
        }
    }

    /** Tells every HTTP/2 client to bring no more requests. Those in flight are answered. */
    void sendAway() {
        sent = true;
        for (SslConnection connection : present) {
            if (connection.getSslEndPoint().getConnection() instanceof HTTP2Connection http2) {
                var unused = http2.getSession().shutdown();
            }
        }
        reportWhenAllGone();
    }

    /** Waits until every connection is closed; false when the deadline came first. */
    boolean await(Deadline deadline, Clock clock) throws InterruptedException {
        return allGone.await(deadline.remaining(clock).toNanos(), TimeUnit.NANOSECONDS);
    }

    private void reportWhenAllGone() {
        if (sent && present.isEmpty()) {
            allGone.countDown();
        }
    }
}
