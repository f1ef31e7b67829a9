/** How the program logs. */
@NullMarked
package io.bellwether.cli.logging;

import org.jspecify.annotations.NullMarked;
