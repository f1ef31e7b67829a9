/** A candidate by Spring Integration's JDBC lock, as a program, and its database. */
@NullMarked
package io.bellwether.electors.springjdbc;

import org.jspecify.annotations.NullMarked;
