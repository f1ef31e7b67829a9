package io.bellwether.client;

import io.bellwether.apimachinery.ApiObject;
import tools.jackson.databind.JsonNode;

/** One request as a value. A watch is not one: {@link ApiClient#watch}. */
public sealed interface Request {

    /** Reads one object. */
    record Get(ResourcePath path) implements Request {}

    /** Reads one page of a collection; the reply's object is the list: {@link ObjectPage}. */
    record ListPage(ResourcePath path, ListOptions options) implements Request {}

    /** Reads any path of the server, {@code /version} for instance; a reply that is not JSON becomes a JSON string. */
    record Raw(String pathAndQuery) implements Request {}

    /** Creates an object in a collection. */
    record Create(ResourcePath path, ApiObject object, WriteOptions options) implements Request {}

    /** Replaces an object; conditional on the {@code resourceVersion} in its metadata, if it has one. */
    record Update(ResourcePath path, ApiObject object, WriteOptions options) implements Request {}

    /** Changes parts of an object. */
    record Patch(ResourcePath path, PatchFormat format, JsonNode patch, WriteOptions options) implements Request {}

    /** Deletes an object. */
    record Delete(ResourcePath path, Preconditions preconditions, WriteOptions options) implements Request {}
}
