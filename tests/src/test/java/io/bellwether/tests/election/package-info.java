/** Elections against a real API server. */
@NullMarked
package io.bellwether.tests.election;

import org.jspecify.annotations.NullMarked;
