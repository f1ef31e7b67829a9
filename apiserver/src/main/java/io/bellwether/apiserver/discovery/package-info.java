/** Tells clients which kinds are served, in both of the forms that they ask for, and which version the server has. */
@NullMarked
package io.bellwether.apiserver.discovery;

import org.jspecify.annotations.NullMarked;
