/** Elects one holder of a lock among candidates, with fencing tokens. */
@NullMarked
package io.bellwether.election;

import org.jspecify.annotations.NullMarked;
