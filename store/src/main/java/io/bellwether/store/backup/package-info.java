/** The portable, checksummed form of one revision's live entries: backups, and the base of the embedded store. */
@NullMarked
package io.bellwether.store.backup;

import org.jspecify.annotations.NullMarked;
