/** Keeps the number and the age of Events within bounds. */
@NullMarked
package io.bellwether.apiserver.event;

import org.jspecify.annotations.NullMarked;
