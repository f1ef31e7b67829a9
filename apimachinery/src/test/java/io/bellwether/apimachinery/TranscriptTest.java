package io.bellwether.apimachinery;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellwether.apimachinery.codec.Decoded;
import io.bellwether.apimachinery.codec.FieldValidation;
import io.bellwether.apimachinery.codec.MediaType;
import io.bellwether.apimachinery.codec.ObjectCodec;
import io.bellwether.apimachinery.kind.KindCatalog;
import io.bellwether.apimachinery.kind.KindDescriptor;
import io.bellwether.apimachinery.patch.Patch;
import io.bellwether.apimachinery.patch.PatchType;
import io.bellwether.apimachinery.table.TableConverter;
import io.bellwether.apimachinery.validation.ObjectValidation;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.node.ObjectNode;

/** Replays the transcripts; {@code -Drewrite} writes the outputs of today into them, for a person to review. */
final class TranscriptTest {

    private static final Path FOLDER = Path.of("src/test/resources/io/bellwether/apimachinery/transcripts");
    private static final Instant NOW = Instant.parse("2026-01-01T01:00:00Z");

    private final KindCatalog catalog = KindCatalog.builtIn();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "decoding-json",
                "decoding-yaml",
                "patch-json",
                "patch-merge",
                "patch-strategic",
                "tables",
                "validation-data",
                "validation-kinds",
                "validation-metadata"
            })
    void commands_replayed_giveTheRecordedOutputs(String name) throws IOException {
        Path file = FOLDER.resolve(name + ".txt");
        Transcript recorded = Transcript.read(file);
        Transcript replayed = recorded.replay(this::run);
        if (System.getProperty("rewrite") != null) {
            Files.writeString(file, replayed.text());
        }
        assertThat(replayed.text()).isEqualTo(Transcript.read(file).text());
    }

    private String run(Transcript.Case command) {
        KindDescriptor kind = kind(command.words().get(1));
        try {
            return switch (command.words().get(0)) {
                case "decode" -> decode(command, kind);
                case "patch" -> patch(command, kind);
                case "default" -> json(ObjectValidation.of(kind).defaulted(object(command, 0, kind)));
                case "create" -> causes(ObjectValidation.of(kind).validateCreate(object(command, 0, kind)));
                case "update" ->
                    causes(ObjectValidation.of(kind)
                            .validateUpdate(object(command, 0, kind), object(command, 1, kind)));
                case "table" -> table(command, kind);
                default -> throw new IllegalArgumentException("unknown command " + command.words());
            };
        } catch (StatusException failure) {
            return failure.status().code() + " " + failure.reason().wireName() + "\n" + failure.getMessage();
        }
    }

    private static String decode(Transcript.Case command, KindDescriptor kind) {
        MediaType form = MediaType.valueOf(command.words().get(2).toUpperCase(Locale.ROOT));
        FieldValidation validation =
                FieldValidation.parse(command.words().get(3)).orElseThrow();
        return describe(ObjectCodec.decode(bytes(command.input(0)), form, kind, validation));
    }

    private static String patch(Transcript.Case command, KindDescriptor kind) {
        PatchType type = PatchType.valueOf(command.words().get(2).toUpperCase(Locale.ROOT));
        byte[] patch = bytes(command.input(1));
        return describe(Patch.apply(type, object(command, 0, kind), patch, kind, FieldValidation.WARN));
    }

    private static String table(Transcript.Case command, KindDescriptor kind) {
        TableConverter converter = new TableConverter(kind, "v1", TableConverter.RowObject.NONE);
        return kind.columns().stream()
                        .map(each -> each.name() + (each.priority() > 0 ? "*" : ""))
                        .collect(Collectors.joining(" | "))
                + "\n"
                + converter.row(object(command, 0, kind), NOW).path("cells");
    }

    private static String describe(Decoded decoded) {
        String warnings =
                decoded.warnings().stream().map(each -> "\nwarning: " + each).collect(Collectors.joining());
        return json(decoded.object()) + warnings;
    }

    private static String causes(List<Cause> causes) {
        return causes.isEmpty()
                ? "valid"
                : causes.stream()
                        .map(each -> each.type().wireName() + " " + each)
                        .collect(Collectors.joining("\n"));
    }

    /** The object of an input, with a name and, where it lives in one, a namespace unless it has its own. */
    private static ApiObject object(Transcript.Case command, int index, KindDescriptor kind) {
        ApiObject decoded = ObjectCodec.decode(
                        bytes(command.input(index)), MediaType.JSON, kind, FieldValidation.STRICT)
                .object();
        return decoded.json().has("metadata")
                ? decoded
                : decoded.edit(json -> {
                    ObjectNode metadata = json.putObject("metadata").put("name", "x");
                    if (kind.isNamespaced()) {
                        metadata.put("namespace", "default");
                    }
                });
    }

    private KindDescriptor kind(String plural) {
        return catalog.kinds().stream()
                .filter(each -> each.plural().equals(plural))
                .findFirst()
                .orElseThrow();
    }

    private static String json(ApiObject object) {
        return new String(ObjectCodec.encodeJson(object), StandardCharsets.UTF_8);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
