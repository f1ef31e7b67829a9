/** A candidate by jetcd's election, as a program. */
@NullMarked
package io.bellwether.electors.jetcd;

import org.jspecify.annotations.NullMarked;
