package io.bellwether.apimachinery.codec;

import java.util.Arrays;

/**
 * The envelope around each protobuf body: four magic bytes, then a message with the identity of the kind (field 1) and
 * the bytes of the object (field 2).
 *
 * @param apiVersion what the object says it is; may be empty
 * @param kind likewise
 * @param object the object's message
 */
record ProtobufEnvelope(String apiVersion, String kind, ProtobufCursor object) {

    private static final byte[] MAGIC = {'k', '8', 's', 0};

    static ProtobufEnvelope open(byte[] body) {
        boolean hasMagic = body.length >= MAGIC.length && Arrays.equals(body, 0, MAGIC.length, MAGIC, 0, MAGIC.length);
        if (!hasMagic) {
            throw new MalformedBody(
                    "the body is not valid protobuf: it does not begin with the magic bytes of the format");
        }
        ProtobufCursor unknown = new ProtobufCursor(body, MAGIC.length, body.length);
        ProtobufEnvelope envelope = new ProtobufEnvelope("", "", new ProtobufCursor(body, 0, 0));
        while (unknown.hasMore()) {
            int tag = unknown.tag();
            boolean isBytes = (tag & 7) == ProtobufCursor.BYTES;
            if (isBytes && tag >>> 3 == 1) {
                envelope = envelope.withTypeMeta(unknown.message());
            } else if (isBytes && tag >>> 3 == 2) {
                envelope = new ProtobufEnvelope(envelope.apiVersion, envelope.kind, unknown.message());
            } else {
                unknown.skip(tag & 7);
            }
        }
        return envelope;
    }

    private ProtobufEnvelope withTypeMeta(ProtobufCursor typeMeta) {
        String foundApiVersion = apiVersion;
        String foundKind = kind;
        while (typeMeta.hasMore()) {
            int tag = typeMeta.tag();
            boolean isBytes = (tag & 7) == ProtobufCursor.BYTES;
            if (isBytes && tag >>> 3 == 1) {
                foundApiVersion = typeMeta.text();
            } else if (isBytes && tag >>> 3 == 2) {
                foundKind = typeMeta.text();
            } else {
                typeMeta.skip(tag & 7);
            }
        }
        return new ProtobufEnvelope(foundApiVersion, foundKind, object);
    }
}
