/** Kills, power cuts and broken disks. */
@NullMarked
package io.bellwether.store.embedded.crash;

import org.jspecify.annotations.NullMarked;
