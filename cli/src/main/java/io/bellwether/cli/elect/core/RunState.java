package io.bellwether.cli.elect.core;

/** Where the run of a command stands. Moments are nanoseconds on the machine's clock. */
public sealed interface RunState {

    /** It runs, nobody wants it to stop. */
    record Running() implements RunState {}

    /** It was asked to stop at one moment and has until another; the end of the leadership may come before. */
    record Stopping(Cause cause, long sinceNanos, long killAtNanos) implements RunState {}

    /** It was killed at one moment; the kill is repeated until nobody is left, for a fork may slip through one. */
    record Killing(Cause cause, long sinceNanos, long againAtNanos) implements RunState {}

    /** No process of it lives any more. */
    record Over(Cause cause, int exitCode) implements RunState {}

    /** Why a run ends. */
    enum Cause {
        /** The command ended by itself. */
        EXITED,
        /** The leadership is lost. */
        LOST,
        /** This program was asked to stop. */
        STOPPED
    }

    /** A run that has just begun. */
    static RunState begin() {
        return new Running();
    }
}
