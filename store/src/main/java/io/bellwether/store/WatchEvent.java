package io.bellwether.store;

import java.util.Optional;

/** What one commit did to one key. */
public sealed interface WatchEvent {

    /** The key. */
    Key key();

    /** The key was written; {@code previous} is empty when this created it. */
    record Put(KeyValue current, Optional<KeyValue> previous) implements WatchEvent {
        @Override
        public Key key() {
            return current.key();
        }
    }

    /** The key was removed; {@code previous} is what it held. */
    record Delete(KeyValue previous) implements WatchEvent {
        @Override
        public Key key() {
            return previous.key();
        }
    }
}
