package io.bellwether.apiserver.auth;

import io.bellwether.apiserver.request.UserInfo;
import java.util.Optional;

/** What somebody wants to do. */
public sealed interface AccessRequest {

    /** Who. */
    UserInfo user();

    /** The verb in lower case, as rules write it. */
    String verb();

    /**
     * Something with a resource, which need not exist: authorization comes before every lookup, so that a refusal does
     * not tell what exists.
     *
     * @param group empty for the core group
     * @param namespace empty: cluster-scoped or across all namespaces
     * @param name empty: the whole collection
     */
    record ToResource(
            UserInfo user,
            String verb,
            String group,
            String version,
            String resource,
            Optional<String> subresource,
            Optional<String> namespace,
            Optional<String> name)
            implements AccessRequest {

        /** The sentence that follows {@code … is forbidden:} in a refusal. */
        @Override
        public String refusal() {
            String what = resource + subresource.map(sub -> "/" + sub).orElse("");
            String where = namespace
                    .map(space -> " in the namespace \"" + space + "\"")
                    .orElse(" at the cluster scope");
            return "User \"" + user.name() + "\" cannot " + verb + " resource \"" + what + "\" in API group \"" + group
                    + "\"" + where;
        }
    }

    /**
     * Something with a path outside of the resources.
     *
     * @param path decoded, without a trailing slash
     */
    record ToPath(UserInfo user, String verb, String path) implements AccessRequest {

        @Override
        public String refusal() {
            return "User \"" + user.name() + "\" cannot " + verb + " path \"" + path + "\"";
        }
    }

    /** The sentence that tells the user what he may not do. */
    String refusal();
}
