/** {@code bellwether demo}: the whole system at work on this machine, in real processes, told step by step. */
@NullMarked
package io.bellwether.cli.demo;

import org.jspecify.annotations.NullMarked;
