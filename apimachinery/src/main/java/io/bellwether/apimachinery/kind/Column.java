package io.bellwether.apimachinery.kind;

import java.util.Objects;

/**
 * A column of a Table.
 *
 * @param name its heading
 * @param type {@code string}, {@code integer}, {@code number}, {@code boolean} or {@code date}
 * @param format {@code name} for the column with the object's name; otherwise mostly empty
 * @param description what it shows
 * @param priority 0 for columns that are always shown, 1 for those of the wide form
 * @param cell how its cells are computed
 */
public record Column(String name, String type, String format, String description, int priority, Cell cell) {

    public Column {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(type, "type");
        Objects.requireNonNull(format, "format");
        Objects.requireNonNull(description, "description");
        Objects.requireNonNull(cell, "cell");
    }
}
