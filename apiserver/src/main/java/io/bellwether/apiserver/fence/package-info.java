/** Fencing tokens: when they grow, and how a write is bound to one. */
@NullMarked
package io.bellwether.apiserver.fence;

import org.jspecify.annotations.NullMarked;
