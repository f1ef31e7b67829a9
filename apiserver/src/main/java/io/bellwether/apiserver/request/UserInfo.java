package io.bellwether.apiserver.request;

import java.util.List;
import java.util.Objects;

/**
 * Who asks, as authentication found out.
 *
 * @param name never empty
 * @param groups the groups; the list is copied
 */
public record UserInfo(String name, List<String> groups) {

    public UserInfo {
        Objects.requireNonNull(name, "name");
        if (name.isEmpty()) {
            throw new IllegalArgumentException("a user has a name");
        }
        groups = List.copyOf(groups);
    }
}
