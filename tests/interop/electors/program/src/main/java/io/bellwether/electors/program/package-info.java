/** What the programs around the electors have in common; {@code tests/interop/electors/README.md} has the contract. */
@NullMarked
package io.bellwether.electors.program;

import org.jspecify.annotations.NullMarked;
