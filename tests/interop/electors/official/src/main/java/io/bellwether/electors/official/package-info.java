/** A candidate by the official Java client's elector, as a program. */
@NullMarked
package io.bellwether.electors.official;

import org.jspecify.annotations.NullMarked;
