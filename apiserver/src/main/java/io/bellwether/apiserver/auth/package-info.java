/** Who asks, and whether he may. */
@NullMarked
package io.bellwether.apiserver.auth;

import org.jspecify.annotations.NullMarked;
