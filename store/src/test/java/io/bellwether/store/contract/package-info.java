/** The contract suite that every backend passes, and the dumb model that is its oracle. */
@NullMarked
package io.bellwether.store.contract;

import org.jspecify.annotations.NullMarked;
