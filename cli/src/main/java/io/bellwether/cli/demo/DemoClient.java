package io.bellwether.cli.demo;

import io.bellwether.client.ApiClient;
import io.bellwether.client.ClientOptions;
import io.bellwether.client.Fault;
import io.bellwether.client.Reply;
import io.bellwether.client.Request;
import io.bellwether.client.kubeconfig.Kubeconfig;
import io.bellwether.execution.Clock;
import io.bellwether.execution.Deadline;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Executor;

/** Requests to the demonstration's server. */
final class DemoClient {

    private static final Duration ATTEMPT_LIMIT = Duration.ofSeconds(5);

    private DemoClient() {}

    static ApiClient open(Path kubeconfig, String userAgent, Clock clock, Executor executor) {
        return new ApiClient(Kubeconfig.load(kubeconfig).context(""), ClientOptions.of(userAgent), clock, executor);
    }

    /** Sends a request. */
    static Reply send(ApiClient client, Request request, Clock clock) {
        try {
            return client.send(request, Deadline.after(clock, ATTEMPT_LIMIT));
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new DemoFailure("interrupted");
        }
    }

    /** Sends a request that must succeed. */
    static Reply.Success require(ApiClient client, Request request, Clock clock) {
        return switch (send(client, request, clock)) {
            case Reply.Success success -> success;
            case Reply.Failure failure ->
                throw new DemoFailure("the server refused " + request.getClass().getSimpleName() + ": "
                        + failure.status().message());
            case Reply.Unreachable(Fault fault) -> throw new DemoFailure("no answer: " + fault.message());
            case Reply.Unknown(Fault fault) -> throw new DemoFailure("no answer: " + fault.message());
        };
    }
}
