/** Says whether the server is alive and ready, check by check. */
@NullMarked
package io.bellwether.apiserver.health;

import org.jspecify.annotations.NullMarked;
