/**
 * The HTTP front: TLS, framing, limits, who asks and whether he may, negotiation, and the writing of answers and
 * watches.
 */
@NullMarked
package io.bellwether.apiserver.http;

import org.jspecify.annotations.NullMarked;
