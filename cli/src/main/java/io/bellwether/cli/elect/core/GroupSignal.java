package io.bellwether.cli.elect.core;

/** What is sent to the process group of a command. */
public enum GroupSignal {
    /** Nothing. */
    NONE,
    /** What this program was told by: TERM or INT. */
    FORWARD,
    /** TERM. */
    TERM,
    /** KILL. */
    KILL
}
