/** {@code bellwether up}: the control plane on this machine. */
@NullMarked
package io.bellwether.cli.up;

import org.jspecify.annotations.NullMarked;
