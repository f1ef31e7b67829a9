package io.bellwether.apimachinery.kind;

import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The type of a value. A tree of schemas drives decoding, patches, OpenAPI and the reading of protobuf. */
public sealed interface Schema {

    /** A value without parts. */
    record Scalar(ScalarType type) implements Schema {
        public Scalar {
            Objects.requireNonNull(type, "type");
        }
    }

    /** A list. */
    record ListOf(Schema items) implements Schema {
        public ListOf {
            Objects.requireNonNull(items, "items");
        }
    }

    /** A map from text. */
    record MapOf(Schema values) implements Schema {
        public MapOf {
            Objects.requireNonNull(values, "values");
        }
    }

    /** Any JSON object, kept as it is; in protobuf a message whose field 1 holds the JSON text. */
    record RawObject() implements Schema {}

    /** A struct with named fields. Fields that it does not name are unknown. */
    final class Struct implements Schema {

        private final String typeName;
        private final String description;
        private final Map<String, Field> fields;
        private final Map<Integer, Field> byNumber;
        private final List<Field> alwaysPresent;

        /**
         * A struct.
         *
         * @param typeName the name of its component in OpenAPI, for instance {@code io.k8s.api.core.v1.ConfigMap}
         * @param description what it is
         * @param fields its fields, in the order of documents
         */
        public Struct(String typeName, String description, List<Field> fields) {
            this.typeName = Objects.requireNonNull(typeName, "typeName");
            this.description = Objects.requireNonNull(description, "description");
            Map<String, Field> byName = new LinkedHashMap<>();
            this.byNumber = new HashMap<>();
            for (Field field : fields) {
                boolean isNew = byName.put(field.name(), field) == null
                        && (field.number() == 0 || byNumber.put(field.number(), field) == null);
                if (!isNew) {
                    throw new IllegalArgumentException(typeName + " has two fields like " + field.name());
                }
            }
            this.fields = Collections.unmodifiableMap(byName);
            this.alwaysPresent = fields.stream()
                    .filter(each -> each.presence() == Presence.ALWAYS)
                    .toList();
        }

        /** The name of the component in OpenAPI. */
        public String typeName() {
            return typeName;
        }

        /** What it is. */
        public String description() {
            return description;
        }

        /** All fields by name, in the order of documents. */
        public Map<String, Field> fields() {
            return fields;
        }

        /** The field of that name; null when it is unknown. */
        public @Nullable Field field(String name) {
            return fields.get(name);
        }

        /** The field of that number in protobuf; null when it is unknown. */
        public @Nullable Field fieldByNumber(int number) {
            return byNumber.get(number);
        }

        /** The fields that are written even when they were not given. */
        public List<Field> alwaysPresent() {
            return alwaysPresent;
        }

        @Override
        public String toString() {
            return typeName;
        }
    }
}
