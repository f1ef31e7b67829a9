/** Serves kinds over HTTP with the Kubernetes protocol on top of a store. */
@NullMarked
package io.bellwether.apiserver;

import org.jspecify.annotations.NullMarked;
