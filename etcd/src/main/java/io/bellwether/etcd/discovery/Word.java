package io.bellwether.etcd.discovery;

/** What a meeting place says. */
public sealed interface Word {

    /** The board, after what was asked was done. */
    record Heard(Board board) implements Word {}

    /** The board; what was asked was not done, because something else was agreed on meanwhile. */
    record Conflict(Board board) implements Word {}

    /** The token is wrong: no such one, not for supervised members, or not this one. */
    record WrongToken(String text) implements Word {}

    /** No answer in time, or none that is one. */
    record Silence(String text) implements Word {}
}
