@NullMarked
package io.bellwether.benchmarks.election;

import org.jspecify.annotations.NullMarked;
