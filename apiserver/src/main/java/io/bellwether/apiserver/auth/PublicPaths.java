package io.bellwether.apiserver.auth;

import java.util.List;

/** Allows everybody, also without credentials, to read whether the server is well and which version it has. */
public final class PublicPaths implements Authorizer {

    private static final List<String> PATHS = List.of("/livez", "/readyz", "/healthz", "/version");

    @Override
    public Verdict authorize(AccessRequest access) {
        return switch (access) {
            case AccessRequest.ToPath(var user, String verb, String path)
            when verb.equals("get") && isPublic(path) -> Verdict.ALLOWED;
            case AccessRequest.ToPath ignored -> Verdict.NO_OPINION;
            case AccessRequest.ToResource ignored -> Verdict.NO_OPINION;
        };
    }

    /** Whether the path may be read without credentials: one of the public ones, or below one. */
    public static boolean isPublic(String path) {
        for (String open : PATHS) {
            if (path.startsWith(open) && (path.length() == open.length() || path.charAt(open.length()) == '/')) {
                return true;
            }
        }
        return false;
    }
}
