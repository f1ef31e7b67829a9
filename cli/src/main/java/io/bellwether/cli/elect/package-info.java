/**
 * {@code bellwether elect}: runs a command while leading, in a process group of its own that never outlives the
 * leadership or the program.
 */
@NullMarked
package io.bellwether.cli.elect;

import org.jspecify.annotations.NullMarked;
