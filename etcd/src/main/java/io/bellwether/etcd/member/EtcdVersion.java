package io.bellwether.etcd.member;

import io.bellwether.etcd.member.MemberException.Reason;
import io.bellwether.etcd.member.WriteAheadLog.OldForm;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A version of etcd.
 *
 * @param text the whole, such as {@code 3.4.23}
 */
record EtcdVersion(int major, int minor, String text) {

    private static final Pattern FORM = Pattern.compile("(\\d+)\\.(\\d+)\\.\\S+");
    private static final int OLDEST_MINOR = 4;

    /** It still translates what is said about members in the form of etcd's second protocol. */
    private static final int LAST_WITH_OLD_FORM = 6;

    /** Changes until a snapshot: so few that an idle cluster makes them in some minutes. */
    private static final int SNAPSHOT_SOON = 500;

    private static final int SECONDS = 10;

    static Optional<EtcdVersion> parse(String text) {
        Matcher found = FORM.matcher(text);
        return found.find()
                ? Optional.of(new EtcdVersion(
                        Integer.parseInt(found.group(1)), Integer.parseInt(found.group(2)), found.group()))
                : Optional.empty();
    }

    /** Asks the program; empty when it is missing, or does not say. */
    static Optional<EtcdVersion> find(String program) throws InterruptedException {
        return ask(program).flatMap(EtcdVersion::parse);
    }

    /** Asks the program; refuses one that is missing, or older than 3.4. */
    static EtcdVersion of(String program) throws InterruptedException {
        String told = ask(program)
                .orElseThrow(() -> new MemberException(
                        Reason.NO_ETCD,
                        "there is no program \"" + program + "\"; install etcd, or name its program with --etcd"));
        EtcdVersion version = parse(told)
                .orElseThrow(() -> new MemberException(
                        Reason.NO_ETCD, program + " does not say its version; name etcd's program with --etcd"));
        if (version.major() != 3 || version.minor() < OLDEST_MINOR) {
            throw new MemberException(
                    Reason.NO_ETCD, program + " is etcd " + version.text() + ", and 3.4 or later is needed");
        }
        return version;
    }

    private static Optional<String> ask(String program) throws InterruptedException {
        try {
            Path output = Files.createTempFile("etcd-version", ".txt");
            try {
                Process process = new ProcessBuilder(program, "--version")
                        .redirectErrorStream(true)
                        .redirectOutput(output.toFile())
                        .start();
                if (!process.waitFor(SECONDS, TimeUnit.SECONDS)) {
                    process.destroyForcibly();
                }
                return Optional.of(Files.readString(output, StandardCharsets.UTF_8));
            } finally {
                Files.deleteIfExists(output);
            }
        } catch (IOException none) {
            return Optional.empty();
        }
    }

    /** Why data with these entries in its log cannot be used; empty: it can. */
    Optional<String> refuses(OldForm log) {
        return reads(minor, log)
                ? Optional.empty()
                : Optional.of("the log holds entries in an old form, which etcd " + text + " cannot read: they go with"
                        + " the next snapshot, at most " + SNAPSHOT_SOON
                        + " changes after the start of the etcd before it; ask again then");
    }

    private static boolean reads(int minor, OldForm log) {
        return switch (log) {
            case NONE -> true;
            case UNTIL_3_6 -> minor <= LAST_WITH_OLD_FORM;
            case UNTIL_3_5 -> minor < LAST_WITH_OLD_FORM;
        };
    }

    /** What to start it with so that the next minor version can follow. */
    List<String> flagsForTheNext(Supplier<OldForm> log) {
        boolean soon =
                minor <= LAST_WITH_OLD_FORM && !reads(minor + 1, OldForm.UNTIL_3_5) && !reads(minor + 1, log.get());
        return soon ? List.of("--snapshot-count=" + SNAPSHOT_SOON) : List.of();
    }

    /** Why data of this earlier version cannot be used; empty: it can. One minor version at a time, forward. */
    Optional<String> refuses(String earlier) {
        return parse(earlier)
                .filter(was -> was.minor() + 1 < minor || was.minor() > minor + 1)
                .map(was -> "the data was written by etcd " + was.text() + ", and etcd " + text
                        + " cannot follow it: only one minor version at a time");
    }
}
