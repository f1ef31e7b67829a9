package io.bellwether.client;

import io.bellwether.apimachinery.ApiObject;
import io.bellwether.apimachinery.Status;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** How a request ended. Each caller handles all four: the last two differ in whether a write may have been applied. */
public sealed interface Reply {

    /**
     * The server did what was asked.
     *
     * @param code 200, 201 or 202
     * @param body an object, a list, or whatever the path serves; never changed by anyone
     * @param warnings of the server, for a person
     */
    record Success(int code, JsonNode body, List<String> warnings) implements Reply {

        /** Copies the warnings. */
        public Success {
            warnings = List.copyOf(warnings);
        }

        /** The body as an object. */
        public ApiObject object() {
            return new ApiObject((ObjectNode) body);
        }
    }

    /**
     * The server refused; it changed nothing, unless the status says otherwise (a 5xx or a timeout of its own).
     *
     * @param retryAfter when to come back at the earliest, if the server says
     */
    record Failure(Status status, Optional<Duration> retryAfter) implements Reply {}

    /**
     * No answer, and a write was certainly not applied: its body was never handed to the network. Reads without an
     * answer end so, too.
     */
    record Unreachable(Fault fault) implements Reply {}

    /** No answer to a write that may have been applied, or may yet be applied. Read before writing again. */
    record Unknown(Fault fault) implements Reply {}
}
