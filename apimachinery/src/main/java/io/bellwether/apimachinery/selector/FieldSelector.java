package io.bellwether.apimachinery.selector;

import io.bellwether.apimachinery.Status;
import io.bellwether.apimachinery.StatusException;
import io.bellwether.apimachinery.kind.KindDescriptor;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A condition on the selectable fields of one kind: all of its requirements hold.
 *
 * @param requirements in the order of the text; none: everything matches
 */
public record FieldSelector(List<Requirement> requirements) {

    /** Matches every object. */
    public static final FieldSelector EVERYTHING = new FieldSelector(List.of());

    public FieldSelector {
        requirements = List.copyOf(requirements);
    }

    /**
     * One condition.
     *
     * @param label the field's name in selectors
     * @param index its place in {@link KindDescriptor#selectableFields}
     * @param operator whether the value must be this one or must not
     * @param value the value, unescaped
     */
    public record Requirement(String label, int index, Operator operator, String value) {

        boolean matches(SelectableFields fields) {
            return switch (operator) {
                case EQUALS -> fields.value(index).equals(value);
                case NOT_EQUALS -> !fields.value(index).equals(value);
            };
        }
    }

    /** How a field is compared. */
    public enum Operator {
        EQUALS,
        NOT_EQUALS
    }

    /**
     * Parses the form of URLs: {@code field=value}, {@code field==value}, {@code field!=value}, joined by commas; a
     * backslash makes a comma, an equals sign or a backslash part of a value.
     *
     * <p>Limits: those of {@link LabelSelector}.
     *
     * @throws StatusException 400 when it cannot be parsed or names a field that the kind does not offer
     */
    public static FieldSelector parse(String text, KindDescriptor kind) {
        if (text.length() > LabelSelector.LENGTH_LIMIT) {
            throw problem("it has more than " + LabelSelector.LENGTH_LIMIT + " characters");
        }
        List<Requirement> requirements = new ArrayList<>();
        for (String term : terms(text)) {
            if (!term.isEmpty()) {
                requirements.add(requirement(term, kind));
            }
            if (requirements.size() > LabelSelector.REQUIREMENT_LIMIT) {
                throw problem("it has more than " + LabelSelector.REQUIREMENT_LIMIT + " requirements");
            }
        }
        return new FieldSelector(requirements);
    }

    /** Whether an object's fields fulfil all requirements. */
    public boolean matches(SelectableFields fields) {
        for (Requirement requirement : requirements) {
            if (!requirement.matches(fields)) {
                return false;
            }
        }
        return true;
    }

    /** Whether this matches whatever the fields are. */
    public boolean isEverything() {
        return requirements.isEmpty();
    }

    /** The one value that the field must have for anything to match, if an equality says so: a point read. */
    public Optional<String> exactValue(String label) {
        return requirements.stream()
                .filter(each -> each.operator == Operator.EQUALS && each.label.equals(label))
                .map(Requirement::value)
                .findFirst();
    }

    /** The text between commas that no backslash precedes. */
    private static List<String> terms(String text) {
        List<String> terms = new ArrayList<>();
        int start = 0;
        for (int index = 0; index < text.length(); index++) {
            char c = text.charAt(index);
            if (c == '\\') {
                index++;
            } else if (c == ',') {
                terms.add(text.substring(start, index));
                start = index + 1;
            }
        }
        terms.add(text.substring(start));
        return terms;
    }

    private static Requirement requirement(String term, KindDescriptor kind) {
        int equals = term.indexOf('=');
        if (equals <= 0) {
            throw problem("invalid selector: '" + term + "'; can't understand '" + term + "'");
        }
        Operator operator = term.charAt(equals - 1) == '!' ? Operator.NOT_EQUALS : Operator.EQUALS;
        String label = term.substring(0, operator == Operator.NOT_EQUALS ? equals - 1 : equals);
        boolean doubled = operator == Operator.EQUALS && equals + 1 < term.length() && term.charAt(equals + 1) == '=';
        String value = unescape(term.substring(doubled ? equals + 2 : equals + 1), term);
        for (int index = 0; index < kind.selectableFields().size(); index++) {
            if (kind.selectableFields().get(index).label().equals(label)) {
                return new Requirement(label, index, operator, value);
            }
        }
        throw problem("field label not supported: " + label);
    }

    private static String unescape(String value, String term) {
        StringBuilder plain = new StringBuilder(value.length());
        for (int index = 0; index < value.length(); index++) {
            char c = value.charAt(index);
            if (c == '\\') {
                index++;
                if (index == value.length() || "\\,=".indexOf(value.charAt(index)) < 0) {
                    throw problem("invalid field selector: a backslash stands before ',', '=' or '\\' only, in '" + term
                            + "'");
                }
                plain.append(value.charAt(index));
            } else if (c == '=') {
                throw problem("invalid field selector: an '=' in a value needs a backslash, in '" + term + "'");
            } else {
                plain.append(c);
            }
        }
        return plain.toString();
    }

    private static StatusException problem(String what) {
        return Status.badRequest(what).asException();
    }
}
