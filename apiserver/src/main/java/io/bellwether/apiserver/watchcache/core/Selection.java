package io.bellwether.apiserver.watchcache.core;

import io.bellwether.store.KeyValue;

/**
 * Which objects are asked for, within a scope.
 *
 * <p>Threads: called from any thread, the feed's included: it does not block and throws nothing.
 */
@FunctionalInterface
public interface Selection {

    /** Every object. */
    Selection EVERYTHING = new Selection() {
        @Override
        public boolean matches(KeyValue entry) {
            return true;
        }

        @Override
        public boolean takesEverything() {
            return true;
        }
    };

    /** Whether this state of an object is asked for. */
    boolean matches(KeyValue entry);

    /** Whether every object is asked for, so that nobody need look. */
    default boolean takesEverything() {
        return false;
    }
}
