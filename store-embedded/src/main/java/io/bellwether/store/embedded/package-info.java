/** The store on the local disk. */
@NullMarked
package io.bellwether.store.embedded;

import org.jspecify.annotations.NullMarked;
