/** The server's own certificate authority, and the serving and administrator's certificates that it issues. */
@NullMarked
package io.bellwether.apiserver.certs;

import org.jspecify.annotations.NullMarked;
