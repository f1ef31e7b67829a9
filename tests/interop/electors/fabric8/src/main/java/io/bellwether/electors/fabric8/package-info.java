/** A candidate by fabric8's elector, as a program. */
@NullMarked
package io.bellwether.electors.fabric8;

import org.jspecify.annotations.NullMarked;
