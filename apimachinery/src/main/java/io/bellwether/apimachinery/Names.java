package io.bellwether.apimachinery;

import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * The rules for names. Each rule answers what is wrong, in words for a person, or nothing; all run in one pass over the
 * text.
 *
 * <p>Source: RFC 1123 labels and subdomains as the Kubernetes API uses them.
 */
public final class Names {

    /** Longest label, in characters. */
    public static final int LABEL_LIMIT = 63;

    /** Longest subdomain, in characters. */
    public static final int SUBDOMAIN_LIMIT = 253;

    /** {@code generateName} is cut to this many characters before its suffix. */
    public static final int GENERATE_NAME_BASE_LIMIT = 58;

    private static final int SUFFIX_LENGTH = 5;

    /**
     * No vowels and nothing that reads like one: generated names must not form words. 27 characters to the fifth are 14
     * million names.
     */
    private static final String SUFFIX_ALPHABET = "bcdfghjklmnpqrstvwxz2456789";

    private Names() {}

    /** A name out of a {@code generateName}: its first 58 characters and five drawn from an alphabet without vowels. */
    public static String generate(String base, RandomGenerator random) {
        StringBuilder name = new StringBuilder(base.length() + SUFFIX_LENGTH);
        name.append(base, 0, Math.min(base.length(), GENERATE_NAME_BASE_LIMIT));
        for (int i = 0; i < SUFFIX_LENGTH; i++) {
            name.append(SUFFIX_ALPHABET.charAt(random.nextInt(SUFFIX_ALPHABET.length())));
        }
        return name.toString();
    }

    /** What forbids the text as a segment of a URL path; every name must be one. */
    public static Optional<String> checkPathSegment(String name) {
        if (name.equals(".") || name.equals("..")) {
            return Optional.of("may not be '" + name + "'");
        }
        if (name.indexOf('/') >= 0 || name.indexOf('%') >= 0) {
            return Optional.of("may not contain '" + (name.indexOf('/') >= 0 ? '/' : '%') + "'");
        }
        return Optional.empty();
    }

    /** What forbids the text as an RFC 1123 subdomain: at most 253 characters, labels joined by dots. */
    public static Optional<String> checkSubdomain(String name) {
        if (name.length() > SUBDOMAIN_LIMIT) {
            return Optional.of("must be no more than " + SUBDOMAIN_LIMIT + " bytes");
        }
        return isSubdomain(name)
                ? Optional.empty()
                : Optional.of(
                        "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and every part between dots must"
                                + " start and end with an alphanumeric character (e.g. 'example.com')");
    }

    /** What forbids the text as an RFC 1123 label: at most 63 lower case letters, digits and dashes. */
    public static Optional<String> checkLabel(String name) {
        if (name.length() > LABEL_LIMIT) {
            return Optional.of("must be no more than " + LABEL_LIMIT + " bytes");
        }
        return isLabel(name, 0, name.length())
                ? Optional.empty()
                : Optional.of(
                        "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end with an alphanumeric"
                                + " character (e.g. 'my-name' or '123-abc')");
    }

    /**
     * What forbids the text as a qualified name: an optional subdomain and a slash, then at most 63 letters, digits,
     * {@code -}, {@code _} and {@code .}.
     */
    public static Optional<String> checkQualifiedName(String name) {
        int slash = name.indexOf('/');
        if (slash == 0) {
            return Optional.of("prefix part must be non-empty");
        }
        if (slash > 0) {
            Optional<String> problem = checkSubdomain(name.substring(0, slash));
            if (problem.isPresent()) {
                return Optional.of("prefix part " + problem.get());
            }
        }
        return checkNamePart(name.substring(slash + 1));
    }

    /**
     * What forbids the text as a label's value: empty, or at most 63 letters, digits, {@code -}, {@code _} and
     * {@code .}.
     */
    public static Optional<String> checkLabelValue(String value) {
        if (value.length() > LABEL_LIMIT) {
            return Optional.of("must be no more than " + LABEL_LIMIT + " bytes");
        }
        return value.isEmpty() || isQualifiedPart(value)
                ? Optional.empty()
                : Optional.of(
                        "a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must start and end with an"
                                + " alphanumeric character (e.g. 'MyValue' or '12345')");
    }

    /**
     * What forbids the text as a key of a ConfigMap or Secret: a file name of at most 253 letters, digits, {@code -},
     * {@code _} and {@code .}.
     */
    public static Optional<String> checkConfigKey(String key) {
        if (key.length() > SUBDOMAIN_LIMIT) {
            return Optional.of("must be no more than " + SUBDOMAIN_LIMIT + " bytes");
        }
        if (key.equals(".") || key.startsWith("..")) {
            return Optional.of(key.equals(".") ? "must not be '.'" : "must not be '..' or start with '..'");
        }
        boolean legal = !key.isEmpty() && key.chars().allMatch(Names::isQualifiedCharacter);
        return legal
                ? Optional.empty()
                : Optional.of(
                        "a valid config key must consist of alphanumeric characters, '-', '_' or '.' (e.g. 'key.name', or 'KEY_NAME')");
    }

    private static Optional<String> checkNamePart(String name) {
        if (name.isEmpty()) {
            return Optional.of("name part must be non-empty");
        }
        if (name.length() > LABEL_LIMIT) {
            return Optional.of("name part must be no more than " + LABEL_LIMIT + " bytes");
        }
        return isQualifiedPart(name)
                ? Optional.empty()
                : Optional.of(
                        "name part must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g."
                                + " 'MyName' or '123-abc')");
    }

    private static boolean isSubdomain(String name) {
        int start = 0;
        for (int dot = name.indexOf('.'); dot >= 0; dot = name.indexOf('.', start)) {
            if (!isLabel(name, start, dot)) {
                return false;
            }
            start = dot + 1;
        }
        return isLabel(name, start, name.length());
    }

    private static boolean isLabel(String name, int start, int end) {
        if (start >= end || !isLowerAlphanumeric(name.charAt(start)) || !isLowerAlphanumeric(name.charAt(end - 1))) {
            return false;
        }
        for (int i = start; i < end; i++) {
            if (!isLowerAlphanumeric(name.charAt(i)) && name.charAt(i) != '-') {
                return false;
            }
        }
        return true;
    }

    private static boolean isQualifiedPart(String text) {
        return isAlphanumeric(text.charAt(0))
                && isAlphanumeric(text.charAt(text.length() - 1))
                && text.chars().allMatch(Names::isQualifiedCharacter);
    }

    private static boolean isQualifiedCharacter(int character) {
        return isAlphanumeric(character) || character == '-' || character == '_' || character == '.';
    }

    private static boolean isAlphanumeric(int character) {
        return isLowerAlphanumeric(character) || (character >= 'A' && character <= 'Z');
    }

    private static boolean isLowerAlphanumeric(int character) {
        return (character >= 'a' && character <= 'z') || (character >= '0' && character <= '9');
    }
}
