package io.bellwether.apimachinery.selector;

import io.bellwether.apimachinery.ApiObject;
import io.bellwether.apimachinery.kind.KindDescriptor;
import io.bellwether.apimachinery.kind.SelectableField;
import java.util.Arrays;
import java.util.List;

/** The values of an object's selectable fields, in the order of its descriptor: taken out once, matched many times. */
public final class SelectableFields {

    private final String[] values;

    private SelectableFields(String[] values) {
        this.values = values;
    }

    /** The values of the object's fields; absent ones are empty. */
    public static SelectableFields extract(ApiObject object, KindDescriptor kind) {
        List<SelectableField> fields = kind.selectableFields();
        String[] values = new String[fields.size()];
        for (int index = 0; index < values.length; index++) {
            values[index] = fields.get(index).extract(object.json());
        }
        return new SelectableFields(values);
    }

    /** The values taken out before: one for each of {@link KindDescriptor#selectableFields}, in order. */
    public static SelectableFields of(List<String> values) {
        return new SelectableFields(values.toArray(String[]::new));
    }

    /** The value at that place of {@link KindDescriptor#selectableFields}. */
    String value(int index) {
        return values[index];
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof SelectableFields fields && Arrays.equals(values, fields.values);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(values);
    }

    @Override
    public String toString() {
        return Arrays.toString(values);
    }
}
