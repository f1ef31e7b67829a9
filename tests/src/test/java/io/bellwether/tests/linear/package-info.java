/**
 * Whether the API server, over HTTP and with faults, behaves like one object that is changed by one request at a time.
 *
 * <p>Shape: clients note what they called and what came back ({@code Journal}); the checker ({@code Linearizer}) looks
 * for an order of the calls that {@code Register}, a dumb model, could have answered the same way.
 */
@NullMarked
package io.bellwether.tests.linear;

import org.jspecify.annotations.NullMarked;
