package io.bellwether.apimachinery.kind;

import io.bellwether.apimachinery.GroupVersionKind;
import io.bellwether.apimachinery.json.Trees;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/**
 * Reads descriptors from the data files beside this class. Types that several kinds share stand in {@code meta.json}; a
 * kind's own types stand in its file. A type is named by a word ({@code string}, {@code int32}, …, or a struct of the
 * files) or by {@code list<…>} and {@code map<…>} around one.
 *
 * <p>The files ship with the program, so whatever is wrong with them is a bug: an {@link IllegalStateException} that
 * names file and field.
 *
 * <p>Threads: one at a time while types are being resolved, which the constructor finishes for the shared ones.
 */
final class DescriptorReader {

    private final Map<String, Schema.Struct> shared = new HashMap<>();

    DescriptorReader() {
        JsonNode file = load("meta");
        TypeScope scope = new TypeScope(file.path("types"), Map.of());
        file.path("types").propertyNames().forEach(name -> shared.put(name, scope.struct(name)));
    }

    Schema.Struct type(String name) {
        Schema.Struct type = shared.get(name);
        if (type == null) {
            throw new IllegalStateException("meta.json has no type " + name);
        }
        return type;
    }

    KindDescriptor readKind(String fileName) {
        JsonNode file = load(fileName);
        GroupVersionKind identity = new GroupVersionKind(
                file.path("group").asString(""),
                file.path("version").asString(),
                file.path("kind").asString());
        Scope scope = Scope.valueOf(file.path("scope").asString().toUpperCase(Locale.ROOT));
        return new KindDescriptor(
                identity,
                names(file),
                scope,
                texts(file.path("verbs")),
                traits(file.path("traits")),
                new TypeScope(file.path("types"), shared).struct(identity.kind()),
                columns(file.path("columns")),
                selectableFields(file.path("selectableFields"), scope),
                subresources(file.path("subresources"), identity));
    }

    private static ResourceNames names(JsonNode file) {
        return new ResourceNames(
                file.path("plural").asString(),
                file.path("singular").asString(),
                texts(file.path("shortNames")),
                texts(file.path("categories")));
    }

    private static Set<Trait> traits(JsonNode list) {
        return texts(list).stream().map(Trait::valueOf).collect(Collectors.toSet());
    }

    private static List<Column> columns(JsonNode list) {
        return list.values().stream()
                .map(each -> new Column(
                        each.path("name").asString(),
                        each.path("type").asString(),
                        each.path("format").asString(""),
                        each.path("description").asString(),
                        each.path("priority").asInt(0),
                        cell(each)))
                .toList();
    }

    private static Cell cell(JsonNode column) {
        JsonNode cell = column.path("cell");
        String kind = cell.propertyNames().iterator().next();
        JsonNode value = cell.path(kind);
        return switch (kind) {
            case "text" -> new Cell.Text(paths(value));
            case "number" -> new Cell.Whole(paths(value), column.path("absent").asLong(0));
            case "count" -> new Cell.Count(paths(value));
            case "age" -> new Cell.Age(paths(value));
            case "join" ->
                new Cell.Join(
                        column.path("separator").asString(),
                        value.values().stream()
                                .map(each -> new Cell.Text(paths(each)))
                                .toList());
            case "reference" ->
                new Cell.Reference(
                        FieldPath.parse(value.asString() + ".kind"), FieldPath.parse(value.asString() + ".name"));
            default -> throw new IllegalStateException("unknown cell " + kind);
        };
    }

    private static List<SelectableField> selectableFields(JsonNode list, Scope scope) {
        List<SelectableField> fields = new ArrayList<>();
        fields.add(selectable("metadata.name"));
        if (scope == Scope.NAMESPACED) {
            fields.add(selectable("metadata.namespace"));
        }
        list.values()
                .forEach(each -> fields.add(
                        each.isString()
                                ? selectable(each.asString())
                                : new SelectableField(each.path("label").asString(), paths(each.path("paths")))));
        return fields;
    }

    private static SelectableField selectable(String path) {
        return new SelectableField(path, List.of(FieldPath.parse(path)));
    }

    private static List<Subresource> subresources(JsonNode list, GroupVersionKind identity) {
        return list.values().stream()
                .map(each -> new Subresource(each.path("name").asString(), identity, texts(each.path("verbs"))))
                .toList();
    }

    private static List<FieldPath> paths(JsonNode list) {
        return texts(list).stream().map(FieldPath::parse).toList();
    }

    private static List<String> texts(JsonNode list) {
        return list.values().stream().map(JsonNode::asString).toList();
    }

    private static JsonNode load(String fileName) {
        try (InputStream stream = DescriptorReader.class.getResourceAsStream(fileName + ".json")) {
            if (stream == null) {
                throw new IllegalStateException("missing data file " + fileName + ".json");
            }
            return Trees.parseTrusted(stream.readAllBytes());
        } catch (IOException failure) {
            throw new UncheckedIOException("cannot read data file " + fileName + ".json", failure);
        }
    }

    /** The types of one file, resolved on demand; a type that contains itself is refused. */
    private static final class TypeScope {

        private final JsonNode definitions;
        private final Map<String, Schema.Struct> resolved;
        private final Deque<String> inProgress = new ArrayDeque<>();

        TypeScope(JsonNode definitions, Map<String, Schema.Struct> shared) {
            this.definitions = definitions;
            this.resolved = new HashMap<>(shared);
        }

        Schema.Struct struct(String name) {
            Schema.Struct known = resolved.get(name);
            if (known != null) {
                return known;
            }
            JsonNode definition = definitions.path(name);
            if (!definition.isObject() || inProgress.contains(name)) {
                throw new IllegalStateException("type " + name + " is undefined or contains itself: " + inProgress);
            }
            inProgress.push(name);
            Schema.Struct struct = new Schema.Struct(
                    definition.path("openApiName").asString(),
                    definition.path("description").asString(),
                    definition.path("fields").values().stream().map(this::field).toList());
            inProgress.pop();
            resolved.put(name, struct);
            return struct;
        }

        private Field field(JsonNode definition) {
            return new Field(
                    definition.path("name").asString(),
                    schema(definition.path("type").asString()),
                    definition.path("description").asString(""),
                    definition.path("number").asInt(0),
                    Presence.valueOf(definition.path("presence").asString(Presence.OMIT_ZERO.name())),
                    definition.path("required").asBoolean(false),
                    mergeRules(definition));
        }

        private static MergeRules mergeRules(JsonNode definition) {
            Set<PatchStrategy> strategies = EnumSet.noneOf(PatchStrategy.class);
            texts(definition.path("patchStrategies")).forEach(each -> strategies.add(PatchStrategy.valueOf(each)));
            return new MergeRules(
                    strategies,
                    definition.path("mergeKey").asString(""),
                    ListType.valueOf(definition.path("listType").asString(ListType.ATOMIC.name())),
                    texts(definition.path("listMapKeys")));
        }

        private Schema schema(String type) {
            if (type.startsWith("list<")) {
                return new Schema.ListOf(schema(inner(type)));
            }
            if (type.startsWith("map<")) {
                return new Schema.MapOf(schema(inner(type)));
            }
            return switch (type) {
                case "string" -> new Schema.Scalar(ScalarType.STRING);
                case "bool" -> new Schema.Scalar(ScalarType.BOOLEAN);
                case "int32" -> new Schema.Scalar(ScalarType.INT32);
                case "int64" -> new Schema.Scalar(ScalarType.INT64);
                case "bytes" -> new Schema.Scalar(ScalarType.BYTES);
                case "time" -> new Schema.Scalar(ScalarType.TIME);
                case "microTime" -> new Schema.Scalar(ScalarType.MICRO_TIME);
                case "intOrString" -> new Schema.Scalar(ScalarType.INT_OR_STRING);
                case "rawObject" -> new Schema.RawObject();
                default -> struct(type);
            };
        }

        private static String inner(String type) {
            return type.substring(type.indexOf('<') + 1, type.length() - 1);
        }
    }
}
