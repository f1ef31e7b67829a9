package io.bellwether.apimachinery.selector;

import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.Set;

/** One condition on the label of one key. */
public sealed interface LabelRequirement {

    /** The label's key. */
    String key();

    /** Whether the labels fulfil it. */
    boolean matches(Map<String, String> labels);

    /** The label is there and has one of the values. */
    record In(String key, Set<String> values) implements LabelRequirement {
        public In {
            values = Set.copyOf(values);
        }

        @Override
        public boolean matches(Map<String, String> labels) {
            String value = labels.get(key);
            return value != null && values.contains(value);
        }
    }

    /** The label is absent, or has none of the values. */
    record NotIn(String key, Set<String> values) implements LabelRequirement {
        public NotIn {
            values = Set.copyOf(values);
        }

        @Override
        public boolean matches(Map<String, String> labels) {
            String value = labels.get(key);
            return value == null || !values.contains(value);
        }
    }

    /** The label is there. */
    record Exists(String key) implements LabelRequirement {
        @Override
        public boolean matches(Map<String, String> labels) {
            return labels.containsKey(key);
        }
    }

    /** The label is absent. */
    record Absent(String key) implements LabelRequirement {
        @Override
        public boolean matches(Map<String, String> labels) {
            return !labels.containsKey(key);
        }
    }

    /** The label is a whole number greater, or less, than the bound. */
    record Beyond(String key, Direction direction, long bound) implements LabelRequirement {

        /** On which side of the bound. */
        public enum Direction {
            GREATER,
            LESS
        }

        public Beyond {
            Objects.requireNonNull(direction, "direction");
        }

        @Override
        public boolean matches(Map<String, String> labels) {
            OptionalLong number = parse(labels.getOrDefault(key, ""));
            if (number.isEmpty()) {
                return false;
            }
            return switch (direction) {
                case GREATER -> number.getAsLong() > bound;
                case LESS -> number.getAsLong() < bound;
            };
        }

        static OptionalLong parse(String text) {
            try {
                return OptionalLong.of(Long.parseLong(text));
            } catch (NumberFormatException notANumber) {
                return OptionalLong.empty();
            }
        }
    }
}
