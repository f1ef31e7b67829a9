package io.bellwether.cli.command;

import java.io.PrintWriter;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** Prints data in the format asked for. */
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
            case JSON ->
                out.println(JsonMapper.builder()
                        .enable(SerializationFeature.INDENT_OUTPUT)
                        .build()
                        .writeValueAsString(data));
            case YAML -> out.print(new YAMLMapper().writeValueAsString(data));
            case TABLE -> table.lines().forEach(out::println);
        }
        out.flush();
    }
}
