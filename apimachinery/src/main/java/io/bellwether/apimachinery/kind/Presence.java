package io.bellwether.apimachinery.kind;

/**
 * Whether a field with the zero value of its type (empty text, 0, false, an empty list, map or struct) stands in an
 * object.
 */
public enum Presence {
    /** The zero value and absence are the same: the field is left out. */
    OMIT_ZERO,
    /** The zero value means something: the field stays if it was given. */
    OPTIONAL,
    /** The field is always written, with the zero value if it was not given. */
    ALWAYS
}
