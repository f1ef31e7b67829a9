@NullMarked
package io.bellwether.apiserver.openapi;

import org.jspecify.annotations.NullMarked;
