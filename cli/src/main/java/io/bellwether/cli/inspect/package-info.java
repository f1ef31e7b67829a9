/** {@code bellwether status} and {@code bellwether leases}: what is going on, for a person. */
@NullMarked
package io.bellwether.cli.inspect;

import org.jspecify.annotations.NullMarked;
