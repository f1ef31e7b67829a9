/** Reads what a request says, without any server: its path, its parameters, what it accepts. */
@NullMarked
package io.bellwether.apiserver.http.core;

import org.jspecify.annotations.NullMarked;
