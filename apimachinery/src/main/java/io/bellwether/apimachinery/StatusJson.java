package io.bellwether.apimachinery;

import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** The Status object of the wire, both ways. */
final class StatusJson {

    private StatusJson() {}

    static ApiObject write(Status status) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("kind", "Status").put("apiVersion", "v1");
        putText(json.putObject("metadata"), "continue", status.continueToken());
        json.put("status", status.isSuccess() ? "Success" : "Failure");
        putText(json, "message", status.message());
        putText(json, "reason", status.reason().wireName());
        ObjectNode details = details(status.details());
        if (!details.isEmpty()) {
            json.set("details", details);
        }
        json.put("code", status.code());
        return new ApiObject(json);
    }

    static Status read(ObjectNode json, int httpCode) {
        JsonNode code = json.path("code");
        return new Status(
                code.isInt() && code.intValue() > 0 ? code.intValue() : httpCode,
                StatusReason.ofWireName(text(json, "reason")),
                text(json, "message"),
                details(json.path("details")),
                text(json.path("metadata"), "continue"));
    }

    private static ObjectNode details(StatusDetails details) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        putText(json, "name", details.name());
        putText(json, "group", details.group());
        putText(json, "kind", details.kind());
        putText(json, "uid", details.uid());
        if (!details.causes().isEmpty()) {
            ArrayNode causes = json.putArray("causes");
            details.causes().forEach(each -> {
                ObjectNode cause = causes.addObject();
                putText(cause, "reason", each.type().wireName());
                putText(cause, "message", each.message());
                putText(cause, "field", each.field());
            });
        }
        if (details.retryAfterSeconds() > 0) {
            json.put("retryAfterSeconds", details.retryAfterSeconds());
        }
        return json;
    }

    private static StatusDetails details(JsonNode json) {
        List<Cause> causes = new ArrayList<>();
        json.path("causes")
                .values()
                .forEach(each -> causes.add(new Cause(
                        CauseType.ofWireName(text(each, "reason")), text(each, "field"), text(each, "message"))));
        JsonNode retryAfter = json.path("retryAfterSeconds");
        return new StatusDetails(
                text(json, "name"),
                text(json, "group"),
                text(json, "kind"),
                text(json, "uid"),
                causes,
                retryAfter.isInt() ? Math.max(0, retryAfter.intValue()) : 0);
    }

    private static void putText(ObjectNode json, String name, String value) {
        if (!value.isEmpty()) {
            json.put(name, value);
        }
    }

    private static String text(JsonNode json, String name) {
        JsonNode value = json.path(name);
        return value.isString() ? value.stringValue() : "";
    }
}
