package io.bellwether.apimachinery.selector;

import java.util.List;
import java.util.Map;

/**
 * A condition on labels: all of its requirements hold.
 *
 * <p>Units and limits: a selector has at most {@value #LENGTH_LIMIT} characters and {@value #REQUIREMENT_LIMIT}
 * requirements; matching is linear in the number of requirements.
 *
 * @param requirements in the order of the text; none: everything matches
 */
public record LabelSelector(List<LabelRequirement> requirements) {

    /** Matches every object. */
    public static final LabelSelector EVERYTHING = new LabelSelector(List.of());

    /** The longest text that is parsed, in characters. */
    public static final int LENGTH_LIMIT = 65_536;

    /** The most requirements. */
    public static final int REQUIREMENT_LIMIT = 1_000;

    public LabelSelector {
        requirements = List.copyOf(requirements);
    }

    /**
     * Parses the form of URLs: {@code a=b}, {@code a==b}, {@code a!=b}, {@code a in (x,y)}, {@code a notin (x,y)},
     * {@code a}, {@code !a}, {@code a>1}, {@code a<1}, joined by commas; blanks around tokens do not count.
     *
     * @throws io.bellwether.apimachinery.StatusException 400, which names what was found and what would be right
     */
    public static LabelSelector parse(String text) {
        return new LabelSelectorParser(text).parse();
    }

    /** Whether labels fulfil all requirements. */
    public boolean matches(Map<String, String> labels) {
        for (LabelRequirement requirement : requirements) {
            if (!requirement.matches(labels)) {
                return false;
            }
        }
        return true;
    }

    /** Whether this matches whatever the labels are. */
    public boolean isEverything() {
        return requirements.isEmpty();
    }
}
