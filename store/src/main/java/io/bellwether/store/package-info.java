/** The contract of a revisioned key-value store, and its in-memory implementation. */
@NullMarked
package io.bellwether.store;

import org.jspecify.annotations.NullMarked;
