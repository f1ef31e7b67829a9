package io.bellwether.apimachinery.patch;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * Brings the items of a merged list into the order that a patch asks for. Items that the patch does not know, because
 * someone else added them, keep their place relative to the known items that stood around them in the live list.
 */
final class ElementOrder {

    private final String mergeKey;
    private final Map<JsonNode, Integer> wanted;
    private final Map<JsonNode, Integer> live;

    ElementOrder(String mergeKey, ArrayNode wanted, ArrayNode live) {
        this.mergeKey = mergeKey;
        this.wanted = positions(wanted);
        this.live = positions(live);
    }

    ArrayNode arrange(ArrayNode list) {
        List<JsonNode> known = new ArrayList<>();
        List<JsonNode> foreign = new ArrayList<>();
        list.values().forEach(each -> (wanted.containsKey(id(each)) ? known : foreign).add(each));
        known.sort(Comparator.comparing(each -> wanted.getOrDefault(id(each), 0)));
        return merge(known, foreign);
    }

    /** Both lists keep their order; a foreign item goes before a known one that stood behind it in the live list. */
    private ArrayNode merge(List<JsonNode> known, List<JsonNode> foreign) {
        ArrayNode merged = JsonNodeFactory.instance.arrayNode();
        int nextForeign = 0;
        for (JsonNode item : known) {
            while (nextForeign < foreign.size() && stoodBefore(foreign.get(nextForeign), item)) {
                merged.add(foreign.get(nextForeign++));
            }
            merged.add(item);
        }
        foreign.subList(nextForeign, foreign.size()).forEach(merged::add);
        return merged;
    }

    private boolean stoodBefore(JsonNode foreign, JsonNode known) {
        Integer foreignPosition = live.get(id(foreign));
        Integer knownPosition = live.get(id(known));
        return foreignPosition != null && knownPosition != null && foreignPosition < knownPosition;
    }

    private Map<JsonNode, Integer> positions(ArrayNode list) {
        Map<JsonNode, Integer> positions = new HashMap<>();
        list.values().forEach(each -> positions.putIfAbsent(id(each), positions.size()));
        return positions;
    }

    private JsonNode id(JsonNode item) {
        JsonNode id = mergeKey.isEmpty() ? null : item.get(mergeKey);
        return id == null ? item : id;
    }
}
