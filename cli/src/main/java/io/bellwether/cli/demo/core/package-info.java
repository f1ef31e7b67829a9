/** What the demonstration saw, and whether it was right: pure functions over a recorded history. */
@NullMarked
package io.bellwether.cli.demo.core;

import org.jspecify.annotations.NullMarked;
