/** Label and field selectors: parsed once, matched against values that were extracted once. */
@NullMarked
package io.bellwether.apimachinery.selector;

import org.jspecify.annotations.NullMarked;
