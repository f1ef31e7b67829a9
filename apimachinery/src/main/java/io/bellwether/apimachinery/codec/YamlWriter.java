package io.bellwether.apimachinery.codec;

import io.bellwether.apimachinery.json.Trees;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.yaml.YAMLFactory;
import tools.jackson.dataformat.yaml.YAMLWriteFeature;

/**
 * Writes trees as YAML. Every text stands in quotes: readers of older YAML would take some for times, numbers or
 * booleans.
 */
final class YamlWriter {

    private static final YAMLFactory YAML = YAMLFactory.builder()
            .disable(YAMLWriteFeature.WRITE_DOC_START_MARKER)
            .disable(YAMLWriteFeature.SPLIT_LINES)
            .build();

    private YamlWriter() {}

    static byte[] write(JsonNode tree) {
        StringWriter text = new StringWriter();
        try (JsonGenerator generator = YAML.createGenerator(ObjectWriteContext.empty(), text)) {
            Trees.write(tree, generator);
        }
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }
}
