package io.bellwether.cli.command;

import java.util.Locale;

/** How a command prints data; in lower case on the command line. */
public enum OutputFormat {
    /** For people. */
    TABLE,
    /** For programs. */
    JSON,
    /** For both. */
    YAML;

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
