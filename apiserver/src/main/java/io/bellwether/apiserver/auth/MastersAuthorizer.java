package io.bellwether.apiserver.auth;

/** Allows everything to the members of {@link Groups#MASTERS}. */
public final class MastersAuthorizer implements Authorizer {

    @Override
    public Verdict authorize(AccessRequest access) {
        return access.user().groups().contains(Groups.MASTERS) ? Verdict.ALLOWED : Verdict.NO_OPINION;
    }
}
