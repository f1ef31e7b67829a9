package io.bellwether.cli.etcd;

import io.bellwether.cli.command.CommandFailure;
import io.bellwether.cli.command.ExitCode;
import io.bellwether.etcd.gateway.Urls;
import io.bellwether.etcd.security.JoinToken;
import io.bellwether.etcd.security.Security;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import picocli.CommandLine.Option;

/** How a member proves itself, and what it does without. */
final class SecurityOptions {

    private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");

    @Option(
            names = "--token-file",
            paramLabel = "FILE",
            description =
                    "The join token, of \"bellwether etcd token\": peers and clients then need certificates of the"
                            + " cluster's own authority, and every address begins with https://.")
    private Optional<Path> tokenFile = Optional.empty();

    @Option(
            names = "--tls-name",
            split = ",",
            paramLabel = "NAME",
            description = "Put into the node's certificate beside the hosts of its addresses: DNS names, addresses from"
                    + " which it connects.")
    private List<String> names = List.of();

    @Option(
            names = "--certificate-days",
            paramLabel = "N",
            defaultValue = "90",
            description = "Life of the node's certificate; replaced, without a restart, when a third of it is left."
                    + " Default: ${DEFAULT-VALUE}")
    private int certificateDays;

    @Option(
            names = "--insecure",
            description =
                    "Go without a join token on a network: whoever reaches the ports reads and changes everything.")
    private boolean insecure;

    boolean hasToken() {
        return tokenFile.isPresent();
    }

    /** With which the member's addresses begin. */
    String scheme() {
        return tokenFile.isPresent() ? "https" : "http";
    }

    /** How the member proves itself; empty where it does not have to. */
    Optional<Security> security(List<String> urls) {
        if (certificateDays < 1) {
            throw new CommandFailure(ExitCode.USAGE, "--certificate-days is at least 1");
        }
        Optional<Security> security = tokenFile
                .map(TokenFile::read)
                .map(token -> new Security(token, Set.copyOf(names), Duration.ofDays(certificateDays)));
        for (String each : urls) {
            URI url = Urls.parse(each).orElseThrow();
            if (!url.getScheme().equals(scheme())) {
                throw new CommandFailure(ExitCode.USAGE, mismatch(each, security.isPresent()));
            }
            if (security.isEmpty() && !insecure && !LOOPBACK.contains(url.getHost())) {
                throw new CommandFailure(
                        ExitCode.USAGE,
                        each + " is not on this machine alone: give the cluster a join token with --token-file, or say"
                                + " --insecure");
            }
        }
        return security;
    }

    private static String mismatch(String url, boolean secured) {
        return secured
                ? url + " is not secured: with --token-file every address begins with https://"
                : url + " needs a certificate: give the cluster a join token with --token-file";
    }

    /** The cluster's own address at a discovery service: the token's id stands at its end. */
    static URI address(URI discovery, Optional<Security> security) {
        String path = discovery.getPath() == null ? "" : discovery.getPath();
        String last = Stream.of(path.split("/", -1)).reduce("", (before, part) -> part.isEmpty() ? before : part);
        if (security.isEmpty()) {
            return discovery;
        }
        JoinToken token = security.get().token();
        if (last.isEmpty()) {
            String text = discovery.toString();
            int end = text.indexOf('?') < 0 ? text.length() : text.indexOf('?');
            return URI.create(Urls.at(URI.create(text.substring(0, end)), "/" + token.id()) + text.substring(end));
        }
        if (!last.equals(token.id())) {
            throw new CommandFailure(
                    ExitCode.USAGE,
                    "--discovery names the cluster " + last + ", and the join token is of " + token.id());
        }
        return discovery;
    }
}
