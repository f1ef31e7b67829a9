/** The store in the heap of one process, for tests and for systems that need not survive a restart. */
@NullMarked
package io.bellwether.store.memory;

import org.jspecify.annotations.NullMarked;
