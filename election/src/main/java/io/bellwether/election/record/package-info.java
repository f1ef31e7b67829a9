/**
 * The lock as a record in a {@link io.bellwether.store.Store}: in memory for tests, on the local disk, or wherever the
 * store is. Needs {@code bellwether-store}, which is an optional dependency of the module.
 */
@NullMarked
package io.bellwether.election.record;

import org.jspecify.annotations.NullMarked;
