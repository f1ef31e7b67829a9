package io.bellwether.execution;

/**
 * A bug: something that the code guarantees did not hold. The component that sees it stops; nobody catches it and
 * carries on.
 */
public final class InvariantViolation extends IllegalStateException {

    private static final long serialVersionUID = 1L;

    /** Names what must hold. */
    public InvariantViolation(String message) {
        super(message);
    }
}
