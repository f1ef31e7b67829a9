/** Benchmarks of code (JMH) and of whole processes. */
@NullMarked
package io.bellwether.benchmarks;

import org.jspecify.annotations.NullMarked;
