/** What is left in a namespace that goes, and how its status says so: pure. */
@NullMarked
package io.bellwether.apiserver.namespace.core;

import org.jspecify.annotations.NullMarked;
