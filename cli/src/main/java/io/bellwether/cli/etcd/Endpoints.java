package io.bellwether.cli.etcd;

import io.bellwether.cli.command.CommandFailure;
import io.bellwether.cli.command.ExitCode;
import io.bellwether.client.tls.ClientCertificate;
import io.bellwether.client.tls.PemSource;
import io.bellwether.client.tls.TlsSettings;
import io.bellwether.client.tls.Trust;
import io.bellwether.etcd.gateway.EtcdClient;
import io.bellwether.etcd.gateway.MaintenanceClient;
import io.bellwether.etcd.gateway.Urls;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import picocli.CommandLine.Option;

/** Where a cluster answers clients. */
final class Endpoints {

    private static final Duration TIMEOUT = Duration.ofSeconds(2);

    @Option(
            names = "--endpoints",
            split = ",",
            paramLabel = "URL",
            defaultValue = "http://127.0.0.1:2379",
            description = "Where members answer clients. Default: ${DEFAULT-VALUE}")
    private List<String> endpoints = List.of();

    @Option(
            names = "--cacert",
            paramLabel = "FILE",
            description = "The authority of a secured cluster: <data-dir>.state/tls/ca.pem on each of its nodes.")
    private Optional<Path> authority = Optional.empty();

    @Option(
            names = "--cert",
            paramLabel = "FILE",
            description = "The certificate to show: <data-dir>.state/tls/node.pem.")
    private Optional<Path> certificate = Optional.empty();

    @Option(names = "--key", paramLabel = "FILE", description = "Its key. Default: in the same file")
    private Optional<Path> key = Optional.empty();

    List<URI> urls() {
        List<URI> urls = new ArrayList<>();
        for (String each : endpoints) {
            urls.add(Urls.parse(each)
                    .orElseThrow(() -> new CommandFailure(
                            ExitCode.USAGE, "\"" + each + "\" is not of the form http://HOST:PORT")));
        }
        return urls;
    }

    EtcdClient client() {
        return new EtcdClient(http(), TIMEOUT);
    }

    MaintenanceClient maintenance() {
        return new MaintenanceClient(http());
    }

    private HttpClient http() {
        HttpClient.Builder http =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(TIMEOUT);
        if (authority.isPresent() || certificate.isPresent()) {
            http.sslContext(context());
        }
        return http.build();
    }

    private SSLContext context() {
        Trust trust = authority
                .<Trust>map(file -> new Trust.Authorities(new PemSource.InFile(file)))
                .orElseGet(Trust.SystemAuthorities::new);
        Optional<ClientCertificate> shown = certificate.map(
                file -> new ClientCertificate(new PemSource.InFile(file), new PemSource.InFile(key.orElse(file))));
        try {
            return new TlsSettings(trust, "", shown).context();
        } catch (IOException | GeneralSecurityException unusable) {
            throw CommandFailure.of(
                    "the certificates cannot be used: " + unusable.getMessage() + "; see --cacert, --cert and --key",
                    unusable);
        }
    }
}
