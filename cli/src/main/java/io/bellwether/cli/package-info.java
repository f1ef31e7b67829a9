/** The bellwether program: commands, configuration, wiring. */
@NullMarked
package io.bellwether.cli;

import org.jspecify.annotations.NullMarked;
