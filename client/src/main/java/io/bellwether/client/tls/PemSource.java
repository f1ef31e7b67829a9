package io.bellwether.client.tls;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Objects;

/**
 * Where a PEM text comes from. A file is read again whenever a new connection pool is made, so that rotated
 * certificates take effect.
 */
public sealed interface PemSource {

    /** At most this many bytes are read from a file; longer ones are refused. */
    int FILE_LIMIT_BYTES = 1 << 20;

    /** The text. */
    String read() throws IOException;

    /** Changes when the text may have changed; cheap to ask. */
    String stamp();

    /** A text in the configuration itself. */
    record Inline(String text) implements PemSource {

        /** Refuses null. */
        public Inline {
            Objects.requireNonNull(text);
        }

        @Override
        public String read() {
            return text;
        }

        @Override
        public String stamp() {
            return Integer.toHexString(text.hashCode());
        }

        /** Without the text: it may be a private key. */
        @Override
        public String toString() {
            return "inline PEM";
        }
    }

    /** A text in a file. */
    record InFile(Path file) implements PemSource {

        /** Refuses null. */
        public InFile {
            Objects.requireNonNull(file);
        }

        @Override
        public String read() throws IOException {
            long sizeBytes = Files.size(file);
            if (sizeBytes > FILE_LIMIT_BYTES) {
                throw new IOException(
                        "%s has %d bytes, more than %d: not a PEM file".formatted(file, sizeBytes, FILE_LIMIT_BYTES));
            }
            return Files.readString(file);
        }

        @Override
        public String stamp() {
            try {
                return file + "@" + Files.getLastModifiedTime(file).toMillis() + "+" + Files.size(file);
            } catch (NoSuchFileException missing) {
                return file + " missing";
            } catch (IOException unreadable) {
                return file + " unreadable";
            }
        }
    }
}
