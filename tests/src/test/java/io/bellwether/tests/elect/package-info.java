/**
 * {@code bellwether elect} as a process, against the real server as a process: signals, deaths, process groups and exit
 * codes.
 */
@NullMarked
package io.bellwether.tests.elect;

import org.jspecify.annotations.NullMarked;
