/** Keeps the recent state of every kind in memory, fed by one watch of the store, and hands its changes to watchers. */
@NullMarked
package io.bellwether.apiserver.watchcache;

import org.jspecify.annotations.NullMarked;
