/** Counts what the server does, cheaply, and writes it for Prometheus when asked. */
@NullMarked
package io.bellwether.apiserver.metrics;

import org.jspecify.annotations.NullMarked;
