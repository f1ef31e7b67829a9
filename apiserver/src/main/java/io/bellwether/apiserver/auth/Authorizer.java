package io.bellwether.apiserver.auth;

import java.util.List;

/**
 * Decides whether somebody may do something.
 *
 * <p>Threads: safe from any thread; called once or twice per request, so it answers from memory.
 */
public interface Authorizer {

    /** The verdict; {@link Verdict#NO_OPINION} of all authorizers is a refusal. */
    Verdict authorize(AccessRequest access);

    /** What an authorizer says. */
    enum Verdict {
        ALLOWED,
        NO_OPINION
    }

    /** Allows what one of the authorizers allows, asked in their order; the list is copied. */
    static Authorizer anyOf(List<Authorizer> authorizers) {
        List<Authorizer> all = List.copyOf(authorizers);
        return access -> {
            for (Authorizer authorizer : all) {
                if (authorizer.authorize(access) == Verdict.ALLOWED) {
                    return Verdict.ALLOWED;
                }
            }
            return Verdict.NO_OPINION;
        };
    }
}
