package io.bellwether.apiserver.http.core;

import io.bellwether.apiserver.http.core.Target.Malformed;
import io.bellwether.apiserver.http.core.Target.OfPath;
import io.bellwether.apiserver.http.core.Target.OfResource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Reads the raw path of a request.
 *
 * <p>The path is split first and decoded after, segment by segment, and what could be read in two ways is refused: an
 * encoded slash never becomes a separator, and no path is cleaned of dots, so that what was authorized is what is
 * looked up.
 */
public final class PathParser {

    /** More segments no path has that we serve. */
    private static final int SEGMENT_LIMIT = 64;

    private PathParser() {}

    /**
     * What the path addresses.
     *
     * @param rawPath as it came, percent-encoded, without the query
     */
    public static Target parse(String rawPath) {
        if (!rawPath.startsWith("/")) {
            return new Malformed("the path does not begin with a slash");
        }
        List<String> segments = new ArrayList<>(8);
        int start = 1;
        while (start < rawPath.length()) {
            int slash = rawPath.indexOf('/', start);
            int end = slash < 0 ? rawPath.length() : slash;
            Optional<String> segment = segment(rawPath.substring(start, end));
            if (segment.isEmpty() || segments.size() == SEGMENT_LIMIT) {
                return new Malformed("the path has an empty, relative or wrongly encoded segment, or too many");
            }
            segments.add(segment.get());
            start = end + 1;
        }
        return target(segments);
    }

    private static Optional<String> segment(String raw) {
        Optional<String> decoded = PercentDecoder.decode(raw);
        if (decoded.isEmpty()) {
            return decoded;
        }
        String text = decoded.get();
        if (text.isEmpty() || text.equals(".") || text.equals("..")) {
            return Optional.empty();
        }
        for (int index = 0; index < text.length(); index++) {
            char c = text.charAt(index);
            if (c == '/' || c == '%' || c == '\\' || Character.isISOControl(c)) {
                return Optional.empty();
            }
        }
        return decoded;
    }

    private static Target target(List<String> segments) {
        if (segments.size() >= 3 && segments.getFirst().equals("api")) {
            return resource("", segments.get(1), segments.subList(2, segments.size()))
                    .orElseGet(() -> path(segments));
        }
        if (segments.size() >= 4 && segments.getFirst().equals("apis")) {
            return resource(segments.get(1), segments.get(2), segments.subList(3, segments.size()))
                    .orElseGet(() -> path(segments));
        }
        return path(segments);
    }

    /**
     * {@code namespaces/x} and its two subresources are the Namespace itself; everything else below
     * {@code namespaces/x/} is inside of it.
     */
    private static Optional<Target> resource(String group, String version, List<String> rest) {
        if (!rest.getFirst().equals("namespaces") || rest.size() < 3) {
            return item(group, version, Optional.empty(), rest);
        }
        String third = rest.get(2);
        if (rest.size() == 3 && (third.equals("status") || third.equals("finalize"))) {
            return item(group, version, Optional.empty(), rest);
        }
        return item(group, version, Optional.of(rest.get(1)), rest.subList(2, rest.size()));
    }

    private static Optional<Target> item(String group, String version, Optional<String> namespace, List<String> rest) {
        return switch (rest.size()) {
            case 1, 2, 3 ->
                Optional.of(new OfResource(group, version, rest.getFirst(), namespace, at(rest, 1), at(rest, 2)));
            default -> Optional.empty();
        };
    }

    private static Optional<String> at(List<String> list, int index) {
        return index < list.size() ? Optional.of(list.get(index)) : Optional.empty();
    }

    private static Target path(List<String> segments) {
        return new OfPath("/" + String.join("/", segments));
    }
}
