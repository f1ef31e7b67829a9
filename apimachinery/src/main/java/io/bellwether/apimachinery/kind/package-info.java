/**
 * What a kind is: its names, schema, columns and selectable fields, read from one data file per kind (or built from a
 * CRD at run time).
 */
@NullMarked
package io.bellwether.apimachinery.kind;

import org.jspecify.annotations.NullMarked;
