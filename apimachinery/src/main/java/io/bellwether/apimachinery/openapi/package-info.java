/** The OpenAPI v3 documents of the kinds, by which tools validate, explain and merge. */
@NullMarked
package io.bellwether.apimachinery.openapi;

import org.jspecify.annotations.NullMarked;
