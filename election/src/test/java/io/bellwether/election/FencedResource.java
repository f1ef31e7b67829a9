package io.bellwether.election;

import io.bellwether.election.core.Identity;

/**
 * Something that leaders write to, on the server that keeps the lock: it accepts a fenced write only under the lock's
 * present token.
 */
final class FencedResource {

    private final LockRegister register;
    private final ElectionChecker checker;
    private long greatestAccepted;

    FencedResource(LockRegister register, ElectionChecker checker) {
        this.register = register;
        this.checker = checker;
    }

    void write(Identity writer, long token, boolean fenced) {
        boolean deposed = checker.isDeposed(writer, register.current());
        if (!fenced) {
            checker.coverage()
                    .count(deposed ? "fault:i: unfenced write of a deposed leader" : "unfenced write of the holder");
        } else if (token != register.token()) {
            checker.coverage().count("fenced write refused");
        } else if (checker.haveTokensGoneBack()) {
            checker.coverage().count("fenced write accepted in a store without a floor");
        } else {
            checker.coverage().count("fenced write accepted");
            checker.require(
                    !deposed,
                    () -> "I11: a fenced write of a deposed leader was accepted: " + writer + " with token " + token
                            + ", the lock is " + register.current());
            checker.require(
                    token >= greatestAccepted,
                    () -> "I11: accepted tokens go back: " + token + " after " + greatestAccepted);
            greatestAccepted = token;
        }
    }
}
