/** JMH: what the server does with an object on the hot paths of a write, a read and a watch. */
@NullMarked
package io.bellwether.benchmarks.object;

import org.jspecify.annotations.NullMarked;
