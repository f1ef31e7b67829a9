package io.bellwether.apimachinery.kind;

import java.util.List;

/** How a cell of a Table is computed from an object. Where several paths stand, the first that has a value counts. */
public sealed interface Cell {

    /** Text; numbers and booleans become text, surrounding blanks are dropped, absence is the empty text. */
    record Text(List<FieldPath> paths) implements Cell {
        public Text {
            paths = List.copyOf(paths);
        }
    }

    /** A whole number, with a value for absence (and for 0, which counts as absent). */
    record Whole(List<FieldPath> paths, long absent) implements Cell {
        public Whole {
            paths = List.copyOf(paths);
        }
    }

    /** How many entries the lists and maps at the paths have together. */
    record Count(List<FieldPath> paths) implements Cell {
        public Count {
            paths = List.copyOf(paths);
        }
    }

    /** How long ago a time was, in the short form of tools ({@code 5m}); {@code <unknown>} for absence. */
    record Age(List<FieldPath> paths) implements Cell {
        public Age {
            paths = List.copyOf(paths);
        }
    }

    /** The parts that are not empty, with a separator between them. */
    record Join(String separator, List<Text> parts) implements Cell {
        public Join {
            parts = List.copyOf(parts);
        }
    }

    /** A reference as {@code kind/name}, the kind in lower case. */
    record Reference(FieldPath kind, FieldPath name) implements Cell {}
}
