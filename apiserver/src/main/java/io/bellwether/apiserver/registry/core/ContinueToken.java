package io.bellwether.apiserver.registry.core;

import io.bellwether.apimachinery.Status;
import io.bellwether.apimachinery.StatusException;
import io.bellwether.store.KeyRange;
import io.bellwether.store.Revision;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

/**
 * Where a list goes on.
 *
 * <p>Shape: on the wire base64url of {@code 1 <revision or -> <prefix of the collection> <rest of the last key>},
 * separated by blanks, which no key has. A token of another collection or namespace is refused; and since the rest only
 * moves the beginning of the very range that the request may read, even a forged token shows nothing else.
 *
 * @param revision of the list; empty: go on at the newest state, inconsistent with the earlier pages
 * @param prefix the start of every key of the collection and namespace
 * @param lastKey the last key that was answered, which begins with the prefix
 */
public record ContinueToken(Optional<Revision> revision, String prefix, String lastKey) {

    private static final String FORMAT = "1";
    private static final int LENGTH_LIMIT = 4096;

    public ContinueToken {
        if (!lastKey.startsWith(prefix)) {
            throw new IllegalArgumentException("the last key is in the collection");
        }
    }

    /** The form on the wire. */
    public String encode() {
        String text = String.join(
                " ", FORMAT, revision.map(Revision::toString).orElse("-"), prefix, lastKey.substring(prefix.length()));
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * Reads the form on the wire.
     *
     * @param prefix the start of every key that the request is about
     * @throws StatusException 400 when it is none, or of another collection
     */
    public static ContinueToken decode(String token, String prefix) {
        if (token.length() > LENGTH_LIMIT) {
            throw invalid("it is too long");
        }
        byte[] bytes;
        try {
            bytes = Base64.getUrlDecoder().decode(token);
        } catch (IllegalArgumentException notBase64) {
            throw invalid("it was not made by this server");
        }
        String[] parts = new String(bytes, StandardCharsets.UTF_8).split(" ", -1);
        if (parts.length != 4 || !parts[0].equals(FORMAT) || !isTail(parts[3])) {
            throw invalid("it was not made by this server");
        }
        if (!parts[2].equals(prefix)) {
            throw invalid("it belongs to another list");
        }
        return new ContinueToken(revision(parts[1]), prefix, prefix + parts[3]);
    }

    /** The part of the range that has not been answered. */
    public KeyRange rest(KeyRange range) {
        String next = lastKey + "\0";
        return next.compareTo(range.start()) <= 0 ? range : new KeyRange(next, range.end());
    }

    /** This token without its revision. */
    public ContinueToken inconsistent() {
        return new ContinueToken(Optional.empty(), prefix, lastKey);
    }

    private static Optional<Revision> revision(String text) {
        if (text.equals("-")) {
            return Optional.empty();
        }
        Revision revision = VersionParameters.revision(text);
        if (revision.equals(Revision.NONE)) {
            throw invalid("it has no revision");
        }
        return Optional.of(revision);
    }

    private static boolean isTail(String text) {
        return !text.isEmpty() && text.chars().allMatch(c -> c > ' ' && c < 0x7f);
    }

    private static StatusException invalid(String why) {
        return Status.badRequest("continue key is not valid: " + why).asException();
    }
}
