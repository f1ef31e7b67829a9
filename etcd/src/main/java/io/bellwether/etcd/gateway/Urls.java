package io.bellwether.etcd.gateway;

import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Addresses as etcd writes them. */
public final class Urls {

    private Urls() {}

    /** A base address with a path put after it; the base's own path and a slash at its end do not matter. */
    public static URI at(URI base, String path) {
        String text = base.toString();
        int end = text.length();
        while (end > 0 && text.charAt(end - 1) == '/') {
            end--;
        }
        return URI.create(text.substring(0, end) + path);
    }

    /** For people, with commas between. */
    public static String join(List<URI> urls) {
        return urls.stream().map(URI::toString).collect(Collectors.joining(", "));
    }

    /** An address of the forms {@code http://host:port} and {@code https://host:port}; empty for any other. */
    public static Optional<URI> parse(String text) {
        try {
            URI url = new URI(text.strip());
            boolean usable = ("http".equals(url.getScheme()) || "https".equals(url.getScheme()))
                    && url.getHost() != null
                    && url.getPort() > 0;
            return usable ? Optional.of(url) : Optional.empty();
        } catch (java.net.URISyntaxException notOne) {
            return Optional.empty();
        }
    }
}
