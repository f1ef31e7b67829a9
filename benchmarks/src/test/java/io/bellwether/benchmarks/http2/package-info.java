@NullMarked
package io.bellwether.benchmarks.http2;

import org.jspecify.annotations.NullMarked;
