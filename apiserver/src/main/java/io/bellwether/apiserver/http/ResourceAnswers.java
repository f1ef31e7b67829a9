package io.bellwether.apiserver.http;

import io.bellwether.apiserver.http.HttpOptions.Compression;
import io.bellwether.apiserver.http.ListStream.Encoding;
import io.bellwether.apiserver.request.OutputFormat;
import io.bellwether.apiserver.request.ResourceResponse;
import io.bellwether.apiserver.request.ResourceResponse.Listing;
import io.bellwether.apiserver.request.ResourceResponse.Single;
import io.bellwether.apiserver.request.ResourceResponse.Watching;
import io.bellwether.store.Bytes;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpHeader;

/**
 * Sends what the registry answered.
 *
 * <p>Threads: immutable; runs on the request's virtual thread.
 */
final class ResourceAnswers {

    private final HttpOptions options;
    private final DrainGate gate;

    ResourceAnswers(HttpOptions options, DrainGate gate) {
        this.options = options;
        this.gate = gate;
    }

    /**
     * Sends an answer.
     *
     * @param place in the in-flight limits, given back when a watch begins
     */
    void send(Exchange exchange, ResourceResponse answer, OutputFormat output, InFlightLimits.Place place)
            throws InterruptedException {
        exchange.addWarnings(answer.warnings());
        HttpField contentType = switch (output.media()) {
            case JSON -> Exchange.JSON;
            case YAML -> Exchange.YAML;
        };
        switch (answer) {
            case Single single -> sendWhole(exchange, single, contentType);
            case Listing listing -> sendList(exchange, listing.writer(), contentType);
            case Watching watching -> {
                place.close();
                exchange.response().setStatus(200);
                exchange.response().getHeaders().put(contentType);
                new WatchWriter(exchange, writer(exchange), gate).run(watching.stream());
            }
        }
    }

    private void sendWhole(Exchange exchange, Single single, HttpField contentType) throws InterruptedException {
        Bytes body = single.body();
        if (body.size() <= ListStream.COMPRESSION_MINIMUM || encoding(exchange) == Encoding.IDENTITY) {
            exchange.answer(single.httpStatus(), contentType, body);
            return;
        }
        exchange.response().setStatus(single.httpStatus());
        stream(exchange, out -> out.write(body.shared()), contentType);
    }

    private void sendList(Exchange exchange, ResourceResponse.ListWriter list, HttpField contentType)
            throws InterruptedException {
        exchange.response().setStatus(200);
        stream(exchange, list, contentType);
    }

    private void stream(Exchange exchange, ResourceResponse.ListWriter list, HttpField contentType)
            throws InterruptedException {
        exchange.response().getHeaders().put(contentType);
        ListStream stream = new ListStream(exchange.response(), writer(exchange), encoding(exchange));
        ByteBuffer last;
        try {
            list.writeTo(stream);
            last = stream.finish();
        } catch (IOException e) {
            stream.abandon();
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            throw new ClientGoneException(e);
        } catch (RuntimeException e) {
            stream.abandon();
            throw e;
        }
        exchange.finish(last);
    }

    private ResponseWriter writer(Exchange exchange) {
        return new ResponseWriter(exchange.response(), options.stallTimeout());
    }

    private Encoding encoding(Exchange exchange) {
        boolean taken = exchange.header(HttpHeader.ACCEPT_ENCODING).contains("gzip")
                && !exchange.header(HttpHeader.ACCEPT_ENCODING).contains("gzip;q=0");
        boolean wanted = options.compression() == Compression.EVERY_CLIENT || !isLocal(exchange);
        return taken && wanted ? Encoding.GZIP : Encoding.IDENTITY;
    }

    private static boolean isLocal(Exchange exchange) {
        return exchange.request().getConnectionMetaData().getRemoteSocketAddress() instanceof InetSocketAddress remote
                && remote.getAddress().isLoopbackAddress();
    }
}
