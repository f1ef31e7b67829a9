/**
 * Keys and X.509 certificates: an authority issues them, {@code core} decides when one is due, and their text form is
 * the one that every tool reads.
 */
@NullMarked
package io.bellwether.certificates;

import org.jspecify.annotations.NullMarked;
