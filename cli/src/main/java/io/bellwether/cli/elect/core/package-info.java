/** When a running command is told to stop, when it is killed, and when it is over: pure decisions. */
@NullMarked
package io.bellwether.cli.elect.core;

import org.jspecify.annotations.NullMarked;
