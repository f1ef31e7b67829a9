package io.bellwether.tests.page;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A page of the documentation, and the blocks of code in it.
 *
 * @param text the whole page
 */
public record Page(String text) {

    /** Reads a file of {@code docs}. */
    public static Page named(String file) throws IOException {
        Path folder = Path.of("").toAbsolutePath();
        while (!Files.exists(folder.resolve("docs/architecture/layers.txt"))) {
            folder = Optional.ofNullable(folder.getParent()).orElseThrow();
        }
        return new Page(Files.readString(folder.resolve("docs").resolve(file)));
    }

    /** The blocks in that language, in the page's order; without the fences. */
    public List<String> blocks(String language) {
        return Pattern.compile("^```" + language + "\n(.*?)^```", Pattern.DOTALL | Pattern.MULTILINE)
                .matcher(text)
                .results()
                .map(block -> block.group(1))
                .toList();
    }
}
