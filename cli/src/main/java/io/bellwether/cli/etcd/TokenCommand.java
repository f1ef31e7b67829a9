package io.bellwether.cli.etcd;

import io.bellwether.cli.command.CommandFailure;
import io.bellwether.cli.command.ExitCode;
import io.bellwether.etcd.core.Policy;
import io.bellwether.etcd.discovery.V3Registry;
import io.bellwether.etcd.gateway.Answer;
import io.bellwether.etcd.gateway.EtcdClient;
import io.bellwether.etcd.gateway.Urls;
import io.bellwether.etcd.security.JoinToken;
import io.bellwether.execution.Randomness;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code bellwether etcd token}. */
@Command(
        name = "token",
        mixinStandardHelpOptions = true,
        usageHelpAutoWidth = true,
        sortOptions = false,
        header = "Makes the join token of a new cluster: what its nodes share, and nobody else may know.",
        footer = {
            "",
            "The secret is drawn here, and printed or written once. The discovery service gets the public half of a key"
                    + " made of it, to tell the cluster's nodes from others, and cannot join with that.",
            "",
            "Examples:",
            "  bellwether etcd token --discovery http://10.0.0.9:2378 --cluster-size 3 --file join.token",
            "  bellwether etcd token                   # for a meeting place that is no discovery service"
        })
final class TokenCommand implements Callable<Integer> {

    private static final Duration TIMEOUT = Duration.ofSeconds(5);
    private static final int OK = 200;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(names = "--discovery", paramLabel = "URL", description = "The discovery service to tell of the cluster.")
    private Optional<URI> discovery = Optional.empty();

    @Option(
            names = "--v3-endpoints",
            split = ",",
            paramLabel = "URL",
            description =
                    "Instead: make a token for stock etcd's own v3 discovery (3.6 and newer) on this running etcd, and"
                            + " print it.")
    private List<String> v3Endpoints = List.of();

    @Option(
            names = "--cluster-size",
            paramLabel = "N",
            defaultValue = "3",
            description = "How many voters found the cluster. Default: ${DEFAULT-VALUE}")
    private int size;

    @Option(names = "--file", paramLabel = "FILE", description = "A new file for it, mode 0600. Default: printed")
    private Optional<Path> file = Optional.empty();

    /** Draws the token, tells discovery of it, and hands it out. */
    @Override
    public Integer call() throws InterruptedException {
        if (size < 1 || size > Policy.SIZE_LIMIT) {
            throw new CommandFailure(ExitCode.USAGE, "--cluster-size is 1 to " + Policy.SIZE_LIMIT);
        }
        JoinToken token = JoinToken.draw(Randomness.secure());
        if (!v3Endpoints.isEmpty()) {
            registerV3(token.id());
            spec.commandLine().getOut().println(token.id());
            spec.commandLine().getOut().flush();
            return ExitCode.DONE;
        }
        if (discovery.isPresent()) {
            register(discovery.get(), token);
        }
        if (file.isPresent()) {
            TokenFile.create(file.get(), token);
        } else {
            spec.commandLine().getOut().println(token.secretText());
            spec.commandLine().getOut().flush();
        }
        return ExitCode.DONE;
    }

    private void registerV3(String id) {
        try (HttpClient http = HttpClient.newBuilder().connectTimeout(TIMEOUT).build()) {
            EtcdClient client = new EtcdClient(http, TIMEOUT);
            String last = "";
            for (String each : v3Endpoints) {
                URI server = Urls.parse(each)
                        .orElseThrow(() -> new CommandFailure(
                                ExitCode.USAGE, "\"" + each + "\" is not of the form http://HOST:PORT"));
                Answer<Boolean> answer = V3Registry.create(client, server, id, size);
                if (answer instanceof Answer.Given) {
                    return;
                }
                last = answer.text();
            }
            throw CommandFailure.of("the etcd for discovery did not take the token: " + last);
        }
    }

    private void register(URI service, JoinToken token) throws InterruptedException {
        String query = "size=" + size + "&id=" + token.id() + "&key="
                + token.signingKey().publicKey();
        try (HttpClient http = HttpClient.newBuilder().connectTimeout(TIMEOUT).build()) {
            HttpResponse<String> response = http.send(
                    HttpRequest.newBuilder(Urls.at(service, "/new?" + query))
                            .timeout(TIMEOUT)
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
            if (response.statusCode() != OK || !response.body().endsWith(token.id())) {
                throw CommandFailure.of(
                        "what answers at " + service + " is no discovery service of ours: " + response.statusCode());
            }
        } catch (IOException | IllegalArgumentException silent) {
            throw CommandFailure.of(
                    "the discovery service at " + service + " does not answer: " + silent
                            + "; start it with bellwether discovery",
                    silent);
        }
    }
}
