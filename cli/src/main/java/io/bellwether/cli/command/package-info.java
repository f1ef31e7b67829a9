/** What all commands share: exit codes, failures in one line, tables and other output. */
@NullMarked
package io.bellwether.cli.command;

import org.jspecify.annotations.NullMarked;
