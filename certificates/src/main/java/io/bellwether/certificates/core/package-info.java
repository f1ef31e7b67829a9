/** Decides when a certificate is issued anew. */
@NullMarked
package io.bellwether.certificates.core;

import org.jspecify.annotations.NullMarked;
