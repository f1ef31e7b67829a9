/** Time and threads for every module: clock, scheduler, mailbox, back-off, invariants, lifecycle. */
@NullMarked
package io.bellwether.execution;

import org.jspecify.annotations.NullMarked;
