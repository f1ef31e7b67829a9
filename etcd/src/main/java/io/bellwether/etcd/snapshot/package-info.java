/** Snapshots as files: their checksum, their folder, and etcd's own programs that restore them. */
@NullMarked
package io.bellwether.etcd.snapshot;

import org.jspecify.annotations.NullMarked;
