package io.bellwether.apiserver.request;

import io.bellwether.store.Bytes;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;

/** The answer to a {@link ResourceRequest}; refusals are {@code StatusException}s. */
public sealed interface ResourceResponse {

    /** Texts for {@code Warning} headers. */
    List<String> warnings();

    /**
     * One document.
     *
     * @param httpStatus 200 or 201
     * @param body in the request's output format
     */
    record Single(int httpStatus, Bytes body, List<String> warnings) implements ResourceResponse {
        public Single {
            warnings = List.copyOf(warnings);
        }
    }

    /** A list, status 200, that writes itself in the request's output format. */
    record Listing(ListWriter writer, List<String> warnings) implements ResourceResponse {
        public Listing {
            warnings = List.copyOf(warnings);
        }
    }

    /** A watch, status 200, whose headers are to be flushed at once; whoever receives this closes the stream. */
    record Watching(WatchStream stream, List<String> warnings) implements ResourceResponse {
        public Watching {
            warnings = List.copyOf(warnings);
        }
    }

    /** Writes a list of any length with constant memory: an immutable snapshot goes out piece by piece. */
    interface ListWriter {

        /**
         * Writes the whole document, once, in many small writes: the caller buffers. An exception of the stream ends
         * it.
         */
        void writeTo(OutputStream out) throws IOException;
    }
}
