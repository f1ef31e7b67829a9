/** {@code bellwether store}: check, back up and restore the files of an embedded store. */
@NullMarked
package io.bellwether.cli.store;

import org.jspecify.annotations.NullMarked;
