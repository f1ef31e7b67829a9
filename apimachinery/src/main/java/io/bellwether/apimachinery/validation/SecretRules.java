package io.bellwether.apimachinery.validation;

import io.bellwether.apimachinery.ApiObject;
import io.bellwether.apimachinery.Cause;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/** Plain text is moved into the data; the type cannot change, and some types require keys. */
final class SecretRules implements KindRules {

    static final String OPAQUE = "Opaque";

    @Override
    public ApiObject defaulted(ApiObject object) {
        boolean hasType = !object.json().path("type").asString("").isEmpty();
        if (hasType && !object.json().has("stringData")) {
            return object;
        }
        return object.edit(json -> {
            moveStringData(json);
            if (!hasType) {
                json.put("type", OPAQUE);
            }
        });
    }

    private static void moveStringData(ObjectNode json) {
        if (!(json.remove("stringData") instanceof ObjectNode text) || text.isEmpty()) {
            return;
        }
        ObjectNode data = json.get("data") instanceof ObjectNode present ? present : json.putObject("data");
        text.forEachEntry((key, value) -> data.put(
                key, Base64.getEncoder().encodeToString(value.stringValue().getBytes(StandardCharsets.UTF_8))));
    }

    @Override
    public List<Cause> validateCreate(ApiObject object) {
        List<Cause> causes = new ArrayList<>();
        DataRules.checkKeys(object, "data", causes);
        if (DataRules.decodedSize(object.json().path("data")) > DataRules.SIZE_LIMIT_BYTES) {
            causes.add(Cause.tooLong("data", DataRules.SIZE_LIMIT_BYTES));
        }
        causes.addAll(SecretTypes.check(object));
        return causes;
    }

    @Override
    public List<Cause> validateUpdate(ApiObject oldObject, ApiObject newObject) {
        List<Cause> causes = DataRules.checkFrozen(oldObject, newObject, List.of("data"));
        String newType = newObject.json().path("type").asString("");
        if (!newType.equals(oldObject.json().path("type").asString(""))) {
            causes.add(Cause.invalid("type", newType, "field is immutable"));
        }
        causes.addAll(validateCreate(newObject));
        return causes;
    }

    @Override
    public List<Cause> validateName(String name, String field) {
        return PlainRules.subdomain(name, field);
    }
}
