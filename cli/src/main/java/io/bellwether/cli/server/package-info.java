/** Which API server a command talks to, and how it says so. */
@NullMarked
package io.bellwether.cli.server;

import org.jspecify.annotations.NullMarked;
