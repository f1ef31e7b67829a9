/** Serves every kind by its descriptor: reads, writes, lists and watches, with the rules of the protocol. */
@NullMarked
package io.bellwether.apiserver.registry;

import org.jspecify.annotations.NullMarked;
