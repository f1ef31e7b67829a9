package io.bellwether.apiserver.auth;

import io.bellwether.apiserver.auth.Authentication.Authenticated;
import io.bellwether.apiserver.auth.Authentication.Rejected;
import io.bellwether.apiserver.datadir.DataDirectory;
import io.bellwether.apiserver.datadir.DataDirectory.Access;
import io.bellwether.apiserver.datadir.ServerException;
import io.bellwether.apiserver.datadir.ServerException.Reason;
import io.bellwether.apiserver.request.UserInfo;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * Authenticates by the bearer tokens of a file: a line is {@code token,user,uid,"group,group"}, as kube-apiserver's
 * token file has it; empty lines and lines that begin with # do not count.
 *
 * <p>Shape: the file is read once. Only SHA-256 digests of the tokens stay in memory; they are what is compared, so the
 * time of a comparison tells nothing of a token.
 *
 * <p>Threads: immutable.
 */
public final class StaticTokens {

    private final Map<Digest, UserInfo> users;

    private StaticTokens(Map<Digest, UserInfo> users) {
        this.users = Map.copyOf(users);
    }

    /**
     * Reads the token file of the directory; when there is none, writes one with a random token for the administrator.
     * The caller holds the directory's lock.
     *
     * @throws ServerException {@code FILE_DAMAGED} when a line has another form, naming file and line number but
     *     nothing of its content
     */
    public static StaticTokens load(DataDirectory directory, RandomGenerator secure) {
        Path file = directory.tokens();
        Optional<byte[]> present = directory.read(file);
        if (present.isPresent()) {
            return parse(new String(present.get(), StandardCharsets.UTF_8), file);
        }
        byte[] token = new byte[32];
        secure.nextBytes(token);
        String text = "# token,user,uid,\"groups\"\n"
                + Base64.getUrlEncoder().withoutPadding().encodeToString(token)
                + ",admin,,\"" + Groups.MASTERS + "\"\n";
        directory.write(file, text.getBytes(StandardCharsets.UTF_8), Access.OWNER);
        return parse(text, file);
    }

    /** Judges a token. */
    public Authentication authenticate(String token) {
        UserInfo user = users.get(Digest.of(token));
        return user == null ? new Rejected("unknown bearer token") : new Authenticated(user, Instant.MAX);
    }

    /** Reads the text of a token file; {@code file} is named in complaints. */
    public static StaticTokens parse(String text, Path file) {
        Map<Digest, UserInfo> users = new HashMap<>();
        List<String> lines = text.lines().toList();
        for (int index = 0; index < lines.size(); index++) {
            String line = lines.get(index).strip();
            if (line.isEmpty() || line.startsWith("#")) {
                continue;
            }
            String[] fields = line.split(",", 4);
            if (fields.length < 3 || fields[0].isBlank() || fields[1].isBlank()) {
                throw new ServerException(
                        Reason.FILE_DAMAGED,
                        "cannot use " + file + ": line " + (index + 1)
                                + " does not have the form token,user,uid,\"group,group\"",
                        null);
            }
            users.put(Digest.of(fields[0].strip()), user(fields));
        }
        return new StaticTokens(users);
    }

    private static UserInfo user(String[] fields) {
        List<String> groups = new ArrayList<>();
        if (fields.length == 4) {
            for (String group : fields[3].replace("\"", "").split(",", -1)) {
                if (!group.isBlank()) {
                    groups.add(group.strip());
                }
            }
        }
        groups.add(Groups.AUTHENTICATED);
        return new UserInfo(fields[1].strip(), groups);
    }

    /** A SHA-256 digest, compared in constant time. */
    private static final class Digest {

        private final byte[] bytes;

        private Digest(byte[] bytes) {
            this.bytes = bytes;
        }

        static Digest of(String token) {
            try {
                return new Digest(MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8)));
            } catch (NoSuchAlgorithmException e) {
                throw new IllegalStateException("every Java platform has SHA-256", e);
            }
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Digest digest && MessageDigest.isEqual(bytes, digest.bytes);
        }

        @Override
        public int hashCode() {
            return ByteBuffer.wrap(bytes).getInt();
        }
    }
}
