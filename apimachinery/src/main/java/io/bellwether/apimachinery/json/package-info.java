/**
 * JSON text and trees, before any descriptor: the lowest room. It reads and writes with the streaming parts of the
 * library alone; the binding of objects, which nobody here needs, would cost a starting program a sixth of a second.
 */
@NullMarked
package io.bellwether.apimachinery.json;

import org.jspecify.annotations.NullMarked;
