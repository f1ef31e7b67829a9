/** Serves the OpenAPI v3 documents by which kubectl validates and explains. */
@NullMarked
package io.bellwether.apiserver.openapi;

import org.jspecify.annotations.NullMarked;
