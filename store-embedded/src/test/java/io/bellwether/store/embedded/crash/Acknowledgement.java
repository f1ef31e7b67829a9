package io.bellwether.store.embedded.crash;

/**
 * What a writer was told: its transaction, which wrote {@code keys} keys with the tag as value, has this revision.
 *
 * @param tag {@code <run>:<writer>:<number>:<keys>:<kind>}
 */
record Acknowledgement(String tag, long revision) {

    static Acknowledgement parse(String line) {
        int space = line.indexOf(' ');
        return new Acknowledgement(line.substring(0, space), Long.parseLong(line.substring(space + 1)));
    }

    @Override
    public String toString() {
        return tag + " " + revision;
    }
}
