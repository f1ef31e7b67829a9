package io.bellwether.apiserver.http;

import io.bellwether.apimachinery.Status;
import io.bellwether.store.Bytes;

/** A refusal as the JSON that goes out. */
final class StatusBody {

    private StatusBody() {}

    static Bytes of(Status status) {
        return Bytes.utf8(status.toObject().json() + "\n");
    }
}
