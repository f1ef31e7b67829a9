/** Candidates of several libraries on one Lease, each a process of its own: {@code tests/interop/electors}. */
@NullMarked
package io.bellwether.tests.fleet;

import org.jspecify.annotations.NullMarked;
