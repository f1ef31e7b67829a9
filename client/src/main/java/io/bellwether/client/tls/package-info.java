/**
 * The TLS side of a connection: PEM material, keys, whom to trust, under which name. Knows nothing of HTTP or of
 * Kubernetes.
 */
@NullMarked
package io.bellwether.client.tls;

import org.jspecify.annotations.NullMarked;
