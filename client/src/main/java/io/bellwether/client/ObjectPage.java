package io.bellwether.client;

import io.bellwether.apimachinery.ApiObject;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * One page of a list.
 *
 * @param items in the server's order: namespace, then name
 * @param resourceVersion of the whole list: where a watch goes on
 * @param continueToken for the next page; empty on the last
 */
public record ObjectPage(List<ApiObject> items, String resourceVersion, String continueToken) {

    /** Copies the items. */
    public ObjectPage {
        items = List.copyOf(items);
    }

    /** The body of a {@link Request.ListPage}'s success. */
    public static ObjectPage of(Reply.Success success) {
        JsonNode metadata = success.body().path("metadata");
        List<ApiObject> items = new ArrayList<>();
        for (JsonNode item : success.body().path("items")) {
            items.add(new ApiObject((ObjectNode) item));
        }
        return new ObjectPage(
                items,
                metadata.path("resourceVersion").asString(""),
                metadata.path("continue").asString(""));
    }
}
