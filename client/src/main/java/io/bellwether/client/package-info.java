/** Talks to any Kubernetes API server: identity, requests as values, list and watch streams. */
@NullMarked
package io.bellwether.client;

import org.jspecify.annotations.NullMarked;
