package io.bellwether.apiserver.auth;

import io.bellwether.apiserver.request.UserInfo;
import java.time.Instant;

/** What an authenticator made of the credentials it was shown. */
public sealed interface Authentication {

    /**
     * They are good.
     *
     * @param until the moment up to which they stay so: the end of a certificate's life; {@link Instant#MAX} when they
     *     have none
     */
    record Authenticated(UserInfo user, Instant until) implements Authentication {}

    /** There were none. */
    record Absent() implements Authentication {}

    /**
     * There were some, and they are not good.
     *
     * @param reason for the log; never sent to the client
     */
    record Rejected(String reason) implements Authentication {}
}
