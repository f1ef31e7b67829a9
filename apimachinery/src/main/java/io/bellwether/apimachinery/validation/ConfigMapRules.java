package io.bellwether.apimachinery.validation;

import io.bellwether.apimachinery.ApiObject;
import io.bellwether.apimachinery.Cause;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** A key stands in one of the two maps only; the values have at most 1 MiB together. */
final class ConfigMapRules implements KindRules {

    @Override
    public ApiObject defaulted(ApiObject object) {
        return object;
    }

    @Override
    public List<Cause> validateCreate(ApiObject object) {
        List<Cause> causes = new ArrayList<>();
        JsonNode data = object.json().path("data");
        JsonNode binaryData = object.json().path("binaryData");
        DataRules.checkKeys(object, "data", causes);
        DataRules.checkKeys(object, "binaryData", causes);
        for (String key : binaryData.propertyNames()) {
            if (data.has(key)) {
                causes.add(Cause.invalid("data[" + key + "]", key, "duplicate of key present in binaryData"));
            }
        }
        if (DataRules.textSize(data) + DataRules.decodedSize(binaryData) > DataRules.SIZE_LIMIT_BYTES) {
            causes.add(Cause.tooLong("", DataRules.SIZE_LIMIT_BYTES));
        }
        return causes;
    }

    @Override
    public List<Cause> validateUpdate(ApiObject oldObject, ApiObject newObject) {
        List<Cause> causes = DataRules.checkFrozen(oldObject, newObject, List.of("data", "binaryData"));
        causes.addAll(validateCreate(newObject));
        return causes;
    }

    @Override
    public List<Cause> validateName(String name, String field) {
        return PlainRules.subdomain(name, field);
    }
}
