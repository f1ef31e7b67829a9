package io.bellwether.apiserver.http;

import java.net.InetSocketAddress;
import java.time.Duration;

/**
 * Where the HTTP front listens and what it bears.
 *
 * @param listen the address; port 0 takes a free one
 * @param bodySizeLimit the largest body of a request, in bytes; above: 413
 * @param readLimit requests in progress that only read; above: they wait. Watches count until they have begun
 * @param writeLimit requests in progress that may write; above: they wait
 * @param queueLimit requests of each of these kinds that wait; above: 429
 * @param queueTimeout how long a request waits before it is answered 429
 * @param connectionLimit open connections; above: none is accepted until one closes
 * @param readTimeout the most time for a request that only reads
 * @param writeTimeout the most time for a request that may write
 * @param stallTimeout how long a client may take nothing of its answer before its connection or stream is cut
 * @param compression who gets answers above 128 KiB compressed
 */
public record HttpOptions(
        InetSocketAddress listen,
        int bodySizeLimit,
        int readLimit,
        int writeLimit,
        int queueLimit,
        Duration queueTimeout,
        int connectionLimit,
        Duration readTimeout,
        Duration writeTimeout,
        Duration stallTimeout,
        Compression compression) {

    /** Who gets large answers compressed, if he takes gzip. */
    public enum Compression {
        /** Clients on other machines: on this one compressing takes longer than copying. */
        REMOTE_CLIENTS,
        EVERY_CLIENT
    }

    /**
     * The limits of kube-apiserver's defaults, but 300 writes instead of 200: group commit serves 256 writers in
     * milliseconds. A queue is short in time, since nobody gains from an answer that comes after the client gave up.
     */
    public static HttpOptions defaults(InetSocketAddress listen) {
        return new HttpOptions(
                listen,
                3 * 1024 * 1024,
                400,
                300,
                4_000,
                Duration.ofSeconds(10),
                20_000,
                Duration.ofSeconds(60),
                Duration.ofSeconds(34),
                Duration.ofSeconds(30),
                Compression.REMOTE_CLIENTS);
    }
}
