package io.bellwether.etcd.core;

import java.util.List;

/**
 * What the end of an etcd process says. Codes alone mean little: a removed member ends with 0 or 1, a bad flag like a
 * panic.
 */
public enum ExitKind {
    /** It was told to end. */
    SIGNALLED,
    /** Its peers told it that it is not a member any more. */
    REMOVED,
    /** It was to found a cluster that exists. */
    ALREADY_FOUNDED,
    /** The membership changed while it started. */
    LIST_CHANGED,
    /** None of its peers answered. */
    NO_PEERS,
    /** A port it needs is in use. */
    PORT_IN_USE,
    /** Its files are damaged. */
    DAMAGED,
    /** Its log is older than what it had promised: the disk went back in time. */
    AMNESIA,
    /** It does not understand how it was started. */
    BAD_CONFIGURATION,
    /** It was killed. */
    KILLED,
    /** Nothing that is known. */
    UNKNOWN;

    private static final int SIGTERM = 143;
    private static final int SIGKILL = 137;
    private static final int SIGINT = 130;

    /**
     * Reads the end of a log, newest line last, and then the exit code. The texts are those of etcd 3.4 to 3.7; a test
     * per version holds them to it.
     */
    public static ExitKind of(int code, List<String> log) {
        for (String line : log.reversed()) {
            ExitKind found = ofLine(line);
            if (found != UNKNOWN) {
                return found;
            }
        }
        return switch (code) {
            case SIGTERM, SIGINT -> SIGNALLED;
            case SIGKILL -> KILLED;
            default -> UNKNOWN;
        };
    }

    private static ExitKind ofLine(String line) {
        if (has(line, "permanently removed", "removed from the cluster", "the member has been removed")) {
            return REMOVED;
        }
        if (has(line, "has already been bootstrapped", "found duplicate id")) {
            return ALREADY_FOUNDED;
        }
        if (has(line, "member count is unequal", "no match found", "unmatched member while checking")) {
            return LIST_CHANGED;
        }
        if (has(line, "cannot fetch cluster info from peer urls")) {
            return NO_PEERS;
        }
        if (has(line, "address already in use")) {
            return PORT_IN_USE;
        }
        if (has(line, "is out of range [lastindex", "tocommit(")) {
            return AMNESIA;
        }
        return ofDamage(line);
    }

    private static ExitKind ofDamage(String line) {
        boolean damaged = has(
                line,
                "crc mismatch",
                "walpb: ",
                "wal: file not found",
                "file size too small",
                "failed to recover v3 backend",
                "failed to open database",
                "invalid database",
                "database file is not found",
                "failed to read wal",
                "snap: ");
        if (damaged) {
            return DAMAGED;
        }
        return has(line, "flag provided but not defined", "unknown flag", "invalid value \"", "error verifying flags")
                ? BAD_CONFIGURATION
                : UNKNOWN;
    }

    private static boolean has(String line, String... marks) {
        String lower = line.toLowerCase(java.util.Locale.ROOT);
        for (String mark : marks) {
            if (lower.contains(mark)) {
                return true;
            }
        }
        return false;
    }
}
