/** Defaults and rules that go beyond types: of metadata, and of each kind. */
@NullMarked
package io.bellwether.apimachinery.validation;

import org.jspecify.annotations.NullMarked;
