/** How objects lie in the store: keys, values, and the way from a value to the bytes that a client gets. */
@NullMarked
package io.bellwether.apiserver.storage;

import org.jspecify.annotations.NullMarked;
