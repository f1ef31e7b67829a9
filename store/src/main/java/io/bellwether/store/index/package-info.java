/**
 * The multi-version index: sorted entries, snapshots of recent revisions, the feed of watches. Every backend that keeps
 * its live entries in the heap is built on it.
 */
@NullMarked
package io.bellwether.store.index;

import org.jspecify.annotations.NullMarked;
