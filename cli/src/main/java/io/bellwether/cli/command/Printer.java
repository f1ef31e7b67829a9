package io.bellwether.cli.command;

import io.bellwether.apimachinery.json.Trees;
import java.io.PrintWriter;
import java.io.StringWriter;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.PrettyPrinter;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.util.DefaultPrettyPrinter;
import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.yaml.YAMLFactory;

/**
 * Prints data in the format asked for.
 *
 * <p>Token by token instead of with an object mapper: making one costs more than the rest of a short command.
 */
public final class Printer {

    private final PrintWriter out;
    private final OutputFormat format;

    /** To this writer, which is flushed after each call. */
    public Printer(PrintWriter out, OutputFormat format) {
        this.out = out;
        this.format = format;
    }

    /**
     * Prints one answer.
     *
     * @param data what programs read
     * @param table what people read instead
     */
    public void print(JsonNode data, Table table) {
        switch (format) {
            case JSON -> out.println(json(data));
            case YAML -> out.print(yaml(data));
            case TABLE -> table.lines().forEach(out::println);
        }
        out.flush();
    }

    private static String json(JsonNode data) {
        StringWriter text = new StringWriter();
        try (JsonGenerator generator = new JsonFactory().createGenerator(new Indented(), text)) {
            Trees.write(data, generator);
        }
        return text.toString();
    }

    private static String yaml(JsonNode data) {
        StringWriter text = new StringWriter();
        try (JsonGenerator generator = new YAMLFactory().createGenerator(ObjectWriteContext.empty(), text)) {
            Trees.write(data, generator);
        }
        return text.toString();
    }

    /** Extends, as this is the library's only way to ask for line breaks. */
    private static final class Indented extends ObjectWriteContext.Base {

        @Override
        public boolean hasPrettyPrinter() {
            return true;
        }

        @Override
        public PrettyPrinter getPrettyPrinter() {
            return new DefaultPrettyPrinter();
        }
    }
}
