package io.bellwether.apimachinery.table;

import io.bellwether.apimachinery.Times;
import io.bellwether.apimachinery.kind.Cell;
import io.bellwether.apimachinery.kind.FieldPath;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Computes the cells of one row. */
final class Cells {

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final String UNKNOWN = "<unknown>";

    private final ObjectNode object;
    private final Instant now;

    Cells(ObjectNode object, Instant now) {
        this.object = object;
        this.now = now;
    }

    JsonNode compute(Cell cell) {
        return switch (cell) {
            case Cell.Text text -> NODES.stringNode(text(text.paths()));
            case Cell.Whole whole -> NODES.numberNode(whole(whole));
            case Cell.Count count -> NODES.numberNode(count(count.paths()));
            case Cell.Age age -> NODES.stringNode(age(age.paths()));
            case Cell.Join join -> NODES.stringNode(join(join));
            case Cell.Reference reference -> NODES.stringNode(reference(reference));
        };
    }

    private String text(List<FieldPath> paths) {
        return paths.stream()
                .map(path -> path.findText(object).strip())
                .filter(text -> !text.isEmpty())
                .findFirst()
                .orElse("");
    }

    private long whole(Cell.Whole cell) {
        for (FieldPath path : cell.paths()) {
            JsonNode value = path.find(object);
            if (value != null && value.isIntegralNumber() && value.canConvertToLong() && value.longValue() != 0) {
                return value.longValue();
            }
        }
        return cell.absent();
    }

    private long count(List<FieldPath> paths) {
        long count = 0;
        for (FieldPath path : paths) {
            JsonNode value = path.find(object);
            count += value == null ? 0 : value.size();
        }
        return count;
    }

    private String age(List<FieldPath> paths) {
        return paths.stream()
                .map(path -> Times.parseSeconds(path.findText(object)))
                .flatMap(Optional::stream)
                .findFirst()
                .map(time -> HumanDuration.format(Duration.between(time, now)))
                .orElse(UNKNOWN);
    }

    private String join(Cell.Join join) {
        return join.parts().stream()
                .map(part -> text(part.paths()))
                .filter(text -> !text.isEmpty())
                .collect(Collectors.joining(join.separator()));
    }

    private String reference(Cell.Reference reference) {
        String kind = reference.kind().findText(object).toLowerCase(Locale.ROOT);
        String name = reference.name().findText(object);
        return name.isEmpty() ? kind : kind + "/" + name;
    }
}
