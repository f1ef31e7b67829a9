package io.bellwether.apimachinery.patch;

import io.bellwether.apimachinery.Status;
import java.util.ArrayList;
import java.util.List;

/**
 * A place in a JSON tree.
 *
 * <p>Source: RFC 6901.
 *
 * @param segments the unescaped names and indexes on the way; none for the root
 */
record Pointer(List<String> segments) {

    Pointer {
        segments = List.copyOf(segments);
    }

    static Pointer parse(String text) {
        if (text.isEmpty()) {
            return new Pointer(List.of());
        }
        if (text.charAt(0) != '/') {
            throw Status.badRequest("a path in a JSON patch must begin with '/': " + text)
                    .asException();
        }
        List<String> segments = new ArrayList<>();
        for (int start = 1; start <= text.length(); ) {
            int slash = text.indexOf('/', start);
            int end = slash < 0 ? text.length() : slash;
            segments.add(text.substring(start, end).replace("~1", "/").replace("~0", "~"));
            start = end + 1;
        }
        return new Pointer(segments);
    }

    boolean isRoot() {
        return segments.isEmpty();
    }

    /** The place that holds this one; not for the root. */
    List<String> parent() {
        return segments.subList(0, segments.size() - 1);
    }

    String last() {
        return segments.get(segments.size() - 1);
    }

    boolean isProperPrefixOf(Pointer other) {
        return segments.size() < other.segments.size()
                && other.segments.subList(0, segments.size()).equals(segments);
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        segments.forEach(each -> text.append('/').append(each.replace("~", "~0").replace("/", "~1")));
        return text.toString();
    }
}
