package io.bellwether.apiserver.http;

import io.bellwether.apimachinery.Status;
import io.bellwether.apimachinery.StatusException;
import io.bellwether.apiserver.http.RequestPipeline.Phase;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The root of every request: whatever happens below, the client gets an answer and the server lives.
 *
 * <p>Threads: whatever thread Jetty calls it on, the request runs on a virtual thread of its own. Jetty's own hand-over
 * to virtual threads is not enough: with HTTP/1.1 over TLS it calls the handler on its pool's platform threads, and a
 * few dozen quiet watches would then hold them all.
 */
final class ApiHandler extends Handler.Abstract {

    private static final Logger log = LoggerFactory.getLogger(ApiHandler.class);

    private final RequestPipeline pipeline;
    private final DrainGate gate;
    private final AuditIds auditIds;
    private final ExchangeLog exchangeLog;
    private final UnreadBody unread;
    private final Executor executor;

    ApiHandler(
            RequestPipeline pipeline,
            DrainGate gate,
            AuditIds auditIds,
            ExchangeLog exchangeLog,
            UnreadBody unread,
            Executor executor) {
        super(InvocationType.NON_BLOCKING);
        this.executor = executor;
        this.unread = unread;
        this.pipeline = pipeline;
        this.gate = gate;
        this.auditIds = auditIds;
        this.exchangeLog = exchangeLog;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        Phase phase = gate.enter() ? Phase.SERVING : Phase.DRAINING;
        String auditId = auditIds.choose(header(request, AuditIds.HEADER));
        Exchange exchange = new Exchange(request, response, callback, auditId, exchangeLog.begin(gate));
        try {
            executor.execute(() -> serve(exchange, phase, auditId));
        } catch (RejectedExecutionException shutDown) {
            exchange.cut(shutDown);
        }
        return true;
    }

    private void serve(Exchange exchange, Phase phase, String auditId) {
        try {
            serveOrRefuse(exchange, phase);
        } catch (ClientGoneException e) {
            exchange.cut(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            exchange.refuse(Status.serviceUnavailable("the server is shutting down", 1));
        } catch (Throwable failure) {
            // The root of a request (E6): the client is told, and all the others are served on.
            log.atError()
                    .addKeyValue("auditId", auditId)
                    .addKeyValue("method", exchange.request().getMethod())
                    .setCause(failure)
                    .log("Request failed");
            exchange.refuse(Status.internalError("see the server's log, Audit-ID " + auditId));
        }
    }

    private void serveOrRefuse(Exchange exchange, Phase phase) throws InterruptedException {
        try {
            pipeline.serve(exchange, phase);
        } catch (StatusException e) {
            exchange.discardBody(unread);
            exchange.refuse(e.status());
        }
    }

    private static String header(Request request, String name) {
        String value = request.getHeaders().get(name);
        return value == null ? "" : value;
    }
}
