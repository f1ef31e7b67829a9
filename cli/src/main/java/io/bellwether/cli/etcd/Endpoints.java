package io.bellwether.cli.etcd;

import io.bellwether.cli.command.CommandFailure;
import io.bellwether.cli.command.ExitCode;
import io.bellwether.etcd.gateway.EtcdClient;
import io.bellwether.etcd.gateway.MaintenanceClient;
import io.bellwether.etcd.gateway.Urls;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
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

    private static HttpClient http() {
        return HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(TIMEOUT)
                .build();
    }
}
