/** Tests that cross modules: simulation, real processes, the rules of the architecture. */
@NullMarked
package io.bellwether.tests;

import org.jspecify.annotations.NullMarked;
