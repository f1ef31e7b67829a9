/** A control plane without HTTP, for the tests of this module. */
@NullMarked
package io.bellwether.apiserver.kit;

import org.jspecify.annotations.NullMarked;
