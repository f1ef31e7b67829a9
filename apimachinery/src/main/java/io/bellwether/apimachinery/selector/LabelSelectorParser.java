package io.bellwether.apimachinery.selector;

import io.bellwether.apimachinery.Names;
import io.bellwether.apimachinery.Status;
import io.bellwether.apimachinery.StatusException;
import io.bellwether.apimachinery.selector.LabelRequirement.Beyond;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;

/** Parses one label selector, in one pass over its text. */
final class LabelSelectorParser {

    private static final String SPECIAL = "(),=!<>";

    private final String text;
    private int position;

    LabelSelectorParser(String text) {
        this.text = text;
    }

    LabelSelector parse() {
        if (text.length() > LabelSelector.LENGTH_LIMIT) {
            throw problem(
                    "it has " + text.length() + " characters; at most " + LabelSelector.LENGTH_LIMIT + " are allowed");
        }
        List<LabelRequirement> requirements = new ArrayList<>();
        if (peek().isEmpty()) {
            return LabelSelector.EVERYTHING;
        }
        requirements.add(requirement());
        while (!peek().isEmpty()) {
            expect(",", "',' or the end");
            requirements.add(requirement());
            if (requirements.size() > LabelSelector.REQUIREMENT_LIMIT) {
                throw problem("it has more than " + LabelSelector.REQUIREMENT_LIMIT + " requirements");
            }
        }
        return new LabelSelector(requirements);
    }

    private LabelRequirement requirement() {
        if (peek().equals("!")) {
            next();
            return new LabelRequirement.Absent(key());
        }
        String key = key();
        String operator = peek();
        return switch (operator) {
            case "", "," -> new LabelRequirement.Exists(key);
            case "=", "==" -> {
                next();
                yield new LabelRequirement.In(key, Set.of(value(key)));
            }
            case "!=" -> {
                next();
                yield new LabelRequirement.NotIn(key, Set.of(value(key)));
            }
            case "in" -> {
                next();
                yield new LabelRequirement.In(key, values(key));
            }
            case "notin" -> {
                next();
                yield new LabelRequirement.NotIn(key, values(key));
            }
            case ">", "<" -> {
                next();
                yield beyond(key, operator.equals(">") ? Beyond.Direction.GREATER : Beyond.Direction.LESS);
            }
            default -> throw problem("found '" + operator + "', expected: in, notin, =, ==, !=, >, <, ',' or the end");
        };
    }

    private Beyond beyond(String key, Beyond.Direction direction) {
        String bound = next();
        OptionalLong number = Beyond.parse(bound);
        if (number.isEmpty()) {
            throw problem("for '>' and '<' the value of " + key + " must be a whole number, not '" + bound + "'");
        }
        return new Beyond(key, direction, number.getAsLong());
    }

    private String key() {
        String key = next();
        if (key.isEmpty() || isSpecial(key.charAt(0))) {
            throw problem("found '" + key + "', expected: !, or a label key");
        }
        Names.checkQualifiedName(key).ifPresent(rule -> {
            throw problem("key: Invalid value: \"" + key + "\": " + rule);
        });
        return key;
    }

    /** The value of an equality; nothing before a comma or the end stands for the empty value. */
    private String value(String key) {
        String ahead = peek();
        if (ahead.isEmpty() || ahead.equals(",")) {
            return "";
        }
        return checkedValue(key, next());
    }

    private Set<String> values(String key) {
        expect("(", "'('");
        Set<String> values = new LinkedHashSet<>();
        if (peek().equals(")")) {
            throw problem("for 'in' and 'notin' operators, the values set of " + key + " can't be empty");
        }
        while (true) {
            String ahead = peek();
            values.add(ahead.equals(",") || ahead.equals(")") ? "" : checkedValue(key, next()));
            String separator = next();
            if (separator.equals(")")) {
                return values;
            }
            if (!separator.equals(",")) {
                throw problem("found '" + separator + "', expected: ',' or ')'");
            }
        }
    }

    private String checkedValue(String key, String value) {
        if (!value.isEmpty() && isSpecial(value.charAt(0))) {
            throw problem("found '" + value + "', expected: a value");
        }
        Names.checkLabelValue(value).ifPresent(rule -> {
            throw problem("values[" + key + "]: Invalid value: \"" + value + "\": " + rule);
        });
        return value;
    }

    private void expect(String token, String description) {
        String found = next();
        if (!found.equals(token)) {
            throw problem("found '" + found + "', expected: " + description);
        }
    }

    private String peek() {
        int start = position;
        String token = next();
        position = start;
        return token;
    }

    /** The next token; empty at the end. */
    private String next() {
        while (position < text.length() && isBlank(text.charAt(position))) {
            position++;
        }
        if (position == text.length()) {
            return "";
        }
        int start = position;
        char first = text.charAt(position++);
        if (isSpecial(first)) {
            if ((first == '=' || first == '!') && position < text.length() && text.charAt(position) == '=') {
                position++;
            }
            return text.substring(start, position);
        }
        while (position < text.length() && !isSpecial(text.charAt(position)) && !isBlank(text.charAt(position))) {
            position++;
        }
        return text.substring(start, position);
    }

    private static boolean isSpecial(char c) {
        return SPECIAL.indexOf(c) >= 0;
    }

    private static boolean isBlank(char c) {
        return c == ' ' || c == '\t' || c == '\r' || c == '\n';
    }

    private static StatusException problem(String what) {
        return Status.badRequest("unable to parse requirement: " + what).asException();
    }
}
