package io.bellwether.apiserver.auth;

import io.bellwether.apiserver.request.UserInfo;
import java.util.List;

/** The groups and the user that mean something to the server itself; names as in Kubernetes. */
public final class Groups {

    /** May do everything. */
    public static final String MASTERS = "system:masters";

    /** Everybody who showed good credentials. */
    public static final String AUTHENTICATED = "system:authenticated";

    /** Everybody who showed none. */
    public static final String UNAUTHENTICATED = "system:unauthenticated";

    /** Who shows no credentials. */
    public static final UserInfo ANONYMOUS = new UserInfo("system:anonymous", List.of(UNAUTHENTICATED));

    private Groups() {}
}
