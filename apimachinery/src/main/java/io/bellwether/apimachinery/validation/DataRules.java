package io.bellwether.apimachinery.validation;

import io.bellwether.apimachinery.ApiObject;
import io.bellwether.apimachinery.Cause;
import io.bellwether.apimachinery.Names;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What ConfigMaps and Secrets have in common: named values, a bound on their size, and a flag that freezes them. */
final class DataRules {

    /** All values together. */
    static final int SIZE_LIMIT_BYTES = 1024 * 1024;

    private DataRules() {}

    static void checkKeys(ApiObject object, String field, List<Cause> causes) {
        for (String key : object.json().path(field).propertyNames()) {
            Names.checkConfigKey(key)
                    .ifPresent(problem -> causes.add(Cause.invalid(field + "[" + key + "]", key, problem)));
            if (causes.size() >= MetadataRules.CAUSE_LIMIT) {
                return;
            }
        }
    }

    static long textSize(JsonNode map) {
        long size = 0;
        for (JsonNode value : map) {
            size += value.asString("").getBytes(StandardCharsets.UTF_8).length;
        }
        return size;
    }

    /** The number of bytes behind base64 values, which are canonical by now. */
    static long decodedSize(JsonNode map) {
        long size = 0;
        for (JsonNode value : map) {
            String base64 = value.asString("");
            int padding = base64.endsWith("==") ? 2 : base64.endsWith("=") ? 1 : 0;
            size += base64.length() / 4L * 3 - padding;
        }
        return size;
    }

    static List<Cause> checkFrozen(ApiObject oldObject, ApiObject newObject, List<String> frozenFields) {
        List<Cause> causes = new ArrayList<>();
        if (!oldObject.json().path("immutable").asBoolean(false)) {
            return causes;
        }
        String detail = "field is immutable when `immutable` is set";
        if (!newObject.json().path("immutable").asBoolean(false)) {
            causes.add(Cause.forbidden("immutable", detail));
        }
        for (String field : frozenFields) {
            if (!Objects.equals(values(oldObject, field), values(newObject, field))) {
                causes.add(Cause.forbidden(field, detail));
            }
        }
        return causes;
    }

    private static JsonNode values(ApiObject object, String field) {
        return object.json().get(field) instanceof ObjectNode map
                ? map
                : object.json().objectNode();
    }
}
