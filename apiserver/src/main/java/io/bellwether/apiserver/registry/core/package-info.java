/** What the parameters of a request mean, and what a continue token says: pure. */
@NullMarked
package io.bellwether.apiserver.registry.core;

import org.jspecify.annotations.NullMarked;
