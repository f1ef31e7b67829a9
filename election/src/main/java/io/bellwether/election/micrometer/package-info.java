/** Meters of elections, by Micrometer; whoever wants none needs no Micrometer. */
@NullMarked
package io.bellwether.election.micrometer;

import org.jspecify.annotations.NullMarked;
