package io.bellwether.apimachinery.validation;

import io.bellwether.apimachinery.ApiObject;
import io.bellwether.apimachinery.Cause;
import io.bellwether.apimachinery.Names;
import io.bellwether.apimachinery.OwnerReference;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The rules for the metadata of every object. */
final class MetadataRules {

    /** All keys and values of annotations together. */
    static final int ANNOTATIONS_LIMIT_BYTES = 256 * 1024;

    /** More finalizers than anybody has controllers: a bound for what is stored and walked through. */
    static final int FINALIZER_LIMIT = 1000;

    /** Likewise. */
    static final int OWNER_LIMIT = 1000;

    /** More causes than a person reads; a hostile object may have a million. */
    static final int CAUSE_LIMIT = 100;

    private MetadataRules() {}

    static List<Cause> check(ApiObject object, boolean isNamespaced, KindRules rules) {
        List<Cause> causes = new ArrayList<>();
        checkName(object, rules, causes);
        checkNamespace(object, isNamespaced, causes);
        checkGeneration(object, causes);
        checkLabels(object.labels(), "metadata.labels", causes);
        checkAnnotations(object.annotations(), causes);
        checkOwners(object.ownerReferences(), causes);
        checkFinalizers(object.finalizers(), causes);
        checkManagedFields(object, causes);
        return causes.size() <= CAUSE_LIMIT ? causes : causes.subList(0, CAUSE_LIMIT);
    }

    private static void checkName(ApiObject object, KindRules rules, List<Cause> causes) {
        String generateName = object.generateName();
        if (!generateName.isEmpty()) {
            // The suffix follows directly, so a dash or dot at the end of the base is fine.
            causes.addAll(rules.validateName(generateName + "x", "metadata.generateName"));
        }
        String name = object.name();
        if (name.isEmpty()) {
            causes.add(Cause.required("metadata.name", "name or generateName is required"));
            return;
        }
        Names.checkPathSegment(name)
                .ifPresentOrElse(
                        problem -> causes.add(Cause.invalid("metadata.name", name, problem)),
                        () -> causes.addAll(rules.validateName(name, "metadata.name")));
    }

    private static void checkNamespace(ApiObject object, boolean isNamespaced, List<Cause> causes) {
        String namespace = object.namespace();
        if (!isNamespaced) {
            if (!namespace.isEmpty()) {
                causes.add(Cause.forbidden("metadata.namespace", "not allowed on this type"));
            }
        } else if (namespace.isEmpty()) {
            causes.add(Cause.required("metadata.namespace", ""));
        } else {
            Names.checkLabel(namespace)
                    .ifPresent(problem -> causes.add(Cause.invalid("metadata.namespace", namespace, problem)));
        }
    }

    private static void checkGeneration(ApiObject object, List<Cause> causes) {
        if (object.generation() < 0) {
            causes.add(Cause.invalid("metadata.generation", object.generation(), "must be greater than or equal to 0"));
        }
    }

    static void checkLabels(Map<String, String> labels, String field, List<Cause> causes) {
        labels.forEach((key, value) -> {
            Names.checkQualifiedName(key).ifPresent(problem -> causes.add(Cause.invalid(field, key, problem)));
            Names.checkLabelValue(value).ifPresent(problem -> causes.add(Cause.invalid(field, value, problem)));
        });
    }

    private static void checkAnnotations(Map<String, String> annotations, List<Cause> causes) {
        long totalBytes = 0;
        for (Map.Entry<String, String> annotation : annotations.entrySet()) {
            String key = annotation.getKey();
            // Only the case of the prefix is free in annotations.
            Names.checkQualifiedName(key.toLowerCase(Locale.ROOT))
                    .ifPresent(problem -> causes.add(Cause.invalid("metadata.annotations", key, problem)));
            totalBytes += utf8Length(key) + utf8Length(annotation.getValue());
        }
        if (totalBytes > ANNOTATIONS_LIMIT_BYTES) {
            causes.add(Cause.tooLong("metadata.annotations", ANNOTATIONS_LIMIT_BYTES));
        }
    }

    private static void checkOwners(List<OwnerReference> owners, List<Cause> causes) {
        if (owners.size() > OWNER_LIMIT) {
            causes.add(Cause.tooMany("metadata.ownerReferences", owners.size(), OWNER_LIMIT));
            return;
        }
        int controllers = 0;
        for (int i = 0; i < owners.size(); i++) {
            checkOwner(owners.get(i), "metadata.ownerReferences[" + i + "]", causes);
            controllers += owners.get(i).controller() ? 1 : 0;
        }
        if (controllers > 1) {
            causes.add(Cause.invalid(
                    "metadata.ownerReferences", controllers, "only one reference can have controller set to true"));
        }
    }

    private static void checkOwner(OwnerReference owner, String field, List<Cause> causes) {
        requireText(owner.apiVersion(), field + ".apiVersion", causes);
        requireText(owner.kind(), field + ".kind", causes);
        requireText(owner.name(), field + ".name", causes);
        requireText(owner.uid(), field + ".uid", causes);
        if (owner.apiVersion().equals("v1") && owner.kind().equals("Event")) {
            causes.add(Cause.invalid(field, "v1, Kind=Event", "is disallowed from being an owner"));
        }
    }

    private static void checkFinalizers(List<String> finalizers, List<Cause> causes) {
        if (finalizers.size() > FINALIZER_LIMIT) {
            causes.add(Cause.tooMany("metadata.finalizers", finalizers.size(), FINALIZER_LIMIT));
            return;
        }
        for (int i = 0; i < finalizers.size(); i++) {
            checkFinalizer(finalizers.get(i), "metadata.finalizers[" + i + "]").ifPresent(causes::add);
        }
        if (finalizers.contains("orphan") && finalizers.contains("foregroundDeletion")) {
            causes.add(Cause.invalid(
                    "metadata.finalizers",
                    String.join(",", finalizers),
                    "the finalizers orphan and foregroundDeletion cannot be set both"));
        }
    }

    /** A qualified name; without a prefix only the two that the deletion of dependents uses. */
    private static Optional<Cause> checkFinalizer(String finalizer, String field) {
        Optional<Cause> malformed =
                Names.checkQualifiedName(finalizer).map(problem -> Cause.invalid(field, finalizer, problem));
        boolean isPlain = finalizer.indexOf('/') < 0;
        boolean isStandard = finalizer.equals("orphan") || finalizer.equals("foregroundDeletion");
        if (malformed.isEmpty() && isPlain && !isStandard) {
            return Optional.of(Cause.invalid(
                    field,
                    finalizer,
                    "name is neither a standard finalizer name nor is it fully qualified (e.g. 'example.com/name')"));
        }
        return malformed;
    }

    private static void checkManagedFields(ApiObject object, List<Cause> causes) {
        int index = 0;
        for (var entry : object.metadata().path("managedFields")) {
            String field = "metadata.managedFields[" + index++ + "]";
            String operation = entry.path("operation").asString("");
            String fieldsType = entry.path("fieldsType").asString("");
            if (!entry.isEmpty() && !operation.equals("Apply") && !operation.equals("Update")) {
                causes.add(Cause.invalid(field + ".operation", operation, "must be `Apply` or `Update`"));
            }
            if (!fieldsType.isEmpty() && !fieldsType.equals("FieldsV1")) {
                causes.add(Cause.invalid(field + ".fieldsType", fieldsType, "must be `FieldsV1`"));
            }
        }
    }

    private static void requireText(String text, String field, List<Cause> causes) {
        if (text.isEmpty()) {
            causes.add(Cause.required(field, "must not be empty"));
        }
    }

    private static int utf8Length(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }
}
