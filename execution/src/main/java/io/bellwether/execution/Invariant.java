package io.bellwether.execution;

import com.google.errorprone.annotations.FormatMethod;
import com.google.errorprone.annotations.FormatString;

/** Checks that are always on. */
public final class Invariant {

    private Invariant() {}

    /**
     * Fails with {@link InvariantViolation} unless the condition holds.
     *
     * @param message what must hold, in the positive form, as a {@link String#format} pattern
     */
    @FormatMethod
    public static void check(boolean condition, @FormatString String message, Object... arguments) {
        if (!condition) {
            throw new InvariantViolation("must hold: " + String.format(message, arguments));
        }
    }
}
