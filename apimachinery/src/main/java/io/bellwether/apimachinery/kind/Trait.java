package io.bellwether.apimachinery.kind;

/** What a kind allows beyond the common rules. */
public enum Trait {
    /** An update without resourceVersion overwrites whatever is there. */
    UNCONDITIONAL_UPDATE,
    /** An update of an object that does not exist creates it. */
    CREATE_ON_UPDATE,
    /** Strategic merge patches are understood. */
    STRATEGIC_MERGE,
    /** {@code metadata.generation} counts the changes of the intent; kinds without a specification have none. */
    GENERATION
}
