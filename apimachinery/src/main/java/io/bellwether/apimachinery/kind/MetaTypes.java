package io.bellwether.apimachinery.kind;

/** The types that belong to no kind of their own. */
public final class MetaTypes {

    private static final DescriptorReader READER = new DescriptorReader();

    private MetaTypes() {}

    /** What a deletion may carry as its body. */
    public static Schema.Struct deleteOptions() {
        return READER.type("DeleteOptions");
    }

    /** The metadata of every object. */
    public static Schema.Struct objectMeta() {
        return READER.type("ObjectMeta");
    }

    /** The metadata of every list. */
    public static Schema.Struct listMeta() {
        return READER.type("ListMeta");
    }

    /** The outcome of a request. */
    public static Schema.Struct status() {
        return READER.type("Status");
    }
}
