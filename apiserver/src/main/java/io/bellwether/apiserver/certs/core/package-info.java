/** Decides when a certificate is issued anew. */
@NullMarked
package io.bellwether.apiserver.certs.core;

import org.jspecify.annotations.NullMarked;
