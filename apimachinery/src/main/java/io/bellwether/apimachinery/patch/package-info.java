/** JSON patch, merge patch and strategic merge patch. */
@NullMarked
package io.bellwether.apimachinery.patch;

import org.jspecify.annotations.NullMarked;
