/** What the embedded store reaches beside the bare disk. */
@NullMarked
package io.bellwether.benchmarks.store;

import org.jspecify.annotations.NullMarked;
