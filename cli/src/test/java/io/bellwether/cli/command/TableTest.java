package io.bellwether.cli.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import picocli.CommandLine.TypeConversionException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

final class TableTest {

    private static final Table TABLE =
            new Table(List.of("NAME", "HOLDER"), List.of(List.of("a-long-name", ""), List.of("b", "me")));

    @Test
    void lines_areAlignedAndSayWhatIsMissing() {
        assertThat(TABLE.lines()).containsExactly("NAME          HOLDER", "a-long-name   <none>", "b             me");
    }

    @Test
    void rowOfAnotherLength_isRefused() {
        assertThatThrownBy(() -> new Table(List.of("A"), List.of(List.of("1", "2"))))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void printer_printsTheFormatAskedFor() {
        ObjectNode data = JsonMapper.shared().createObjectNode().put("name", "a");
        data.putArray("holders").addObject().put("token", 3);
        assertThat(printed(OutputFormat.JSON, data).lines())
                .containsExactly("{", "  \"name\" : \"a\",", "  \"holders\" : [ {", "    \"token\" : 3", "  } ]", "}");
        assertThat(printed(OutputFormat.YAML, data).lines())
                .containsExactly("---", "name: \"a\"", "holders:", "- token: 3");
        assertThat(printed(OutputFormat.TABLE, data)).startsWith("NAME ");
    }

    @Test
    void duration_asPeopleTypeIt_isRead() {
        DurationConverter converter = new DurationConverter();
        assertThat(converter.convert("500ms")).isEqualTo(Duration.ofMillis(500));
        assertThat(converter.convert("15s")).isEqualTo(Duration.ofSeconds(15));
        assertThat(converter.convert("2m")).isEqualTo(Duration.ofMinutes(2));
        assertThat(converter.convert("1h")).isEqualTo(Duration.ofHours(1));
        for (String wrong : List.of("", "15", "s", "-1s", "1.5s", "15 s", "9999999999s")) {
            assertThatThrownBy(() -> converter.convert(wrong)).isInstanceOf(TypeConversionException.class);
        }
    }

    private static String printed(OutputFormat format, JsonNode data) {
        StringWriter text = new StringWriter();
        new Printer(new PrintWriter(text), format).print(data, TABLE);
        return text.toString();
    }
}
