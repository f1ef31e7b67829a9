/** A candidate by the module {@code election}, as a program like the others. */
@NullMarked
package io.bellwether.electors.bellwether;

import org.jspecify.annotations.NullMarked;
