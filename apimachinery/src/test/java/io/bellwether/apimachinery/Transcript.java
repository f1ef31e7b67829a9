package io.bellwether.apimachinery;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * A file of cases: a first paragraph that says what it shows, then blocks separated by blank lines, each a command with
 * its input, a line of four dashes, and the output. A block without dashes is a heading.
 *
 * @param blocks the blocks as they stand in the file
 */
record Transcript(List<String> blocks) {

    private static final String DIVIDER = "\n----";

    Transcript {
        blocks = List.copyOf(blocks);
    }

    static Transcript read(Path file) throws IOException {
        return new Transcript(List.of(Files.readString(file).strip().split("\n\n+")));
    }

    /**
     * The same file with the outputs that the commands have now. The function is given the command line and the lines
     * of input.
     */
    Transcript replay(Function<Case, String> interpreter) {
        List<String> replayed = new ArrayList<>();
        for (String block : blocks) {
            int divider = block.indexOf(DIVIDER);
            replayed.add(
                    divider < 0
                            ? block
                            : block.substring(0, divider)
                                    + DIVIDER
                                    + ("\n" + interpreter.apply(Case.parse(block.substring(0, divider))))
                                            .stripTrailing());
        }
        return new Transcript(replayed);
    }

    String text() {
        return String.join("\n\n", blocks) + "\n";
    }

    /**
     * One command.
     *
     * @param words the words of the command line
     * @param inputs the inputs, separated in the file by lines of two dashes
     */
    record Case(List<String> words, List<String> inputs) {

        Case {
            words = List.copyOf(words);
            inputs = List.copyOf(inputs);
        }

        static Case parse(String block) {
            int end = block.indexOf('\n');
            String command = end < 0 ? block : block.substring(0, end);
            String input = end < 0 ? "" : block.substring(end + 1);
            return new Case(List.of(command.split(" ")), List.of(input.split("\n--\n")));
        }

        String input(int index) {
            return inputs.get(index);
        }
    }
}
