/** Runs what the pages under {@code docs} show: an example that does not work is a failing test. */
@NullMarked
package io.bellwether.tests.page;

import org.jspecify.annotations.NullMarked;
