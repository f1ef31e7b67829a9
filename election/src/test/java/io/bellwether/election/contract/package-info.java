/** What every lock does: a lock's test implements these interfaces and says how to open it. */
@NullMarked
package io.bellwether.election.contract;

import org.jspecify.annotations.NullMarked;
