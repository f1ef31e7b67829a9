/**
 * The lock as a row of a database: PostgreSQL, H2, SQLite, and whatever else understands the same few statements. The
 * driver is the user's.
 */
@NullMarked
package io.bellwether.election.jdbc;

import org.jspecify.annotations.NullMarked;
