/** The whole program as processes: what it serves, prints and leaves behind. */
@NullMarked
package io.bellwether.tests.program;

import org.jspecify.annotations.NullMarked;
