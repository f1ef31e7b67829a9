package io.bellwether.apiserver.http;

import io.bellwether.apimachinery.Status;
import io.bellwether.apimachinery.StatusDetails;
import io.bellwether.apimachinery.StatusReason;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;

/**
 * Writes what Jetty itself refuses (a damaged request line, headers beyond the limit, an ambiguous path) as a Status
 * too: clients read nothing else.
 */
final class StatusErrorHandler extends ErrorHandler {

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        int code = response.getStatus();
        response.getHeaders().put(Exchange.JSON);
        response.write(true, StatusBody.of(status(code)).buffer(), callback);
        return true;
    }

    private static Status status(int code) {
        StatusReason reason = switch (code) {
            case 400 -> StatusReason.BAD_REQUEST;
            case 404 -> StatusReason.NOT_FOUND;
            case 405 -> StatusReason.METHOD_NOT_ALLOWED;
            case 413 -> StatusReason.REQUEST_ENTITY_TOO_LARGE;
            case 503 -> StatusReason.SERVICE_UNAVAILABLE;
            default -> code < 500 ? StatusReason.BAD_REQUEST : StatusReason.INTERNAL_ERROR;
        };
        return new Status(code, reason, HttpStatus.getMessage(code), StatusDetails.NONE, "");
    }
}
