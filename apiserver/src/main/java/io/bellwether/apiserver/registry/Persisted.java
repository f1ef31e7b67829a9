package io.bellwether.apiserver.registry;

import io.bellwether.apimachinery.ApiObject;
import io.bellwether.store.KeyValue;

/** An object as an answer shows it. */
sealed interface Persisted {

    /** As it lies in the store; the answer is made of the stored bytes. */
    record Stored(KeyValue entry) implements Persisted {}

    /** As it would be (a dry run), or as it last was (a deletion). */
    record Imagined(ApiObject object) implements Persisted {}
}
