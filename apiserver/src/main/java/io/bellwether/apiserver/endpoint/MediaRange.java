package io.bellwether.apiserver.endpoint;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * One entry of an {@code Accept} header.
 *
 * @param type such as {@code application/json}, lower case, perhaps with {@code *}
 * @param parameters names in lower case; without {@code q}; the map is copied
 */
public record MediaRange(String type, Map<String, String> parameters) {

    /** More entries are not looked at: real clients send up to four. */
    public static final int COUNT_LIMIT = 32;

    public MediaRange {
        parameters = Map.copyOf(parameters);
    }

    /** The value of a parameter, the empty string when it is missing. */
    public String parameter(String name) {
        return parameters.getOrDefault(name, "");
    }

    /** Whether the media type, such as {@code application/json}, is in the range. */
    public boolean includes(String mediaType) {
        if (type.equals(mediaType) || type.equals("*/*")) {
            return true;
        }
        return type.endsWith("/*") && mediaType.startsWith(type.substring(0, type.length() - 1));
    }

    /**
     * Reads a header: best first, equals in their order, those with quality 0 left out. A damaged entry does not count.
     */
    public static List<MediaRange> parse(String header) {
        List<Weighted> entries = new ArrayList<>();
        for (String entry : header.split(",", COUNT_LIMIT + 1)) {
            if (entries.size() < COUNT_LIMIT && !entry.isBlank()) {
                entries.add(entry(entry));
            }
        }
        return entries.stream()
                .filter(entry -> entry.quality > 0)
                .sorted(Comparator.comparingDouble((Weighted entry) -> -entry.quality))
                .map(Weighted::range)
                .toList();
    }

    private static Weighted entry(String text) {
        String[] parts = text.split(";", -1);
        Map<String, String> parameters = new HashMap<>();
        double quality = 1;
        for (int index = 1; index < parts.length; index++) {
            int equals = parts[index].indexOf('=');
            if (equals < 0) {
                continue;
            }
            String name = parts[index].substring(0, equals).strip().toLowerCase(Locale.ROOT);
            String value = parts[index].substring(equals + 1).strip();
            if (name.equals("q")) {
                quality = quality(value);
            } else {
                parameters.put(name, value);
            }
        }
        String type = parts.length == 0 ? "" : parts[0].strip().toLowerCase(Locale.ROOT);
        return new Weighted(new MediaRange(type, parameters), quality);
    }

    private static double quality(String value) {
        try {
            double quality = Double.parseDouble(value);
            return quality >= 0 && quality <= 1 ? quality : 0;
        } catch (NumberFormatException e) {
            return 0;
        }
    }

    private record Weighted(MediaRange range, double quality) {}
}
