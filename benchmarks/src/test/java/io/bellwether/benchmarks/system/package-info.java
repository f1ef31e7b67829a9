@NullMarked
package io.bellwether.benchmarks.system;

import org.jspecify.annotations.NullMarked;
