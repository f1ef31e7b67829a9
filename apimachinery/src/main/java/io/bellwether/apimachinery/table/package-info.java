/** Other shapes of objects, for clients that do not want them whole: Table and PartialObjectMetadata. */
@NullMarked
package io.bellwether.apimachinery.table;

import org.jspecify.annotations.NullMarked;
