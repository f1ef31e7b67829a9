/** A candidate by Curator's leader latch, as a program, and its ZooKeeper. */
@NullMarked
package io.bellwether.electors.curator;

import org.jspecify.annotations.NullMarked;
