/** The data directory: where the server's own files are and how they are written. The store's files are the store's. */
@NullMarked
package io.bellwether.apiserver.datadir;

import org.jspecify.annotations.NullMarked;
