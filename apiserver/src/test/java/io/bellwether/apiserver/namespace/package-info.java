@NullMarked
package io.bellwether.apiserver.namespace;

import org.jspecify.annotations.NullMarked;
