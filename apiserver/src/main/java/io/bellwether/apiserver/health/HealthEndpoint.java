package io.bellwether.apiserver.health;

import io.bellwether.apimachinery.Status;
import io.bellwether.apiserver.endpoint.Endpoint;
import io.bellwether.apiserver.endpoint.EndpointReply;
import io.bellwether.apiserver.endpoint.EndpointRequest;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code /livez}, {@code /readyz} or {@code /healthz}: 200 and {@code ok}, or 500 and the list of the checks;
 * {@code ?verbose} lists them always, {@code ?exclude=name} leaves one out, a path segment asks for one alone.
 *
 * <p>The reasons of failures go to the log, not to the answer: anybody may ask.
 *
 * <p>Threads: immutable.
 */
public final class HealthEndpoint implements Endpoint {

    private static final Logger log = LoggerFactory.getLogger(HealthEndpoint.class);

    private final String name;
    private final List<HealthCheck> checks;

    /**
     * Serves {@code /<name>}.
     *
     * @param checks in the order of the list; copied
     */
    public HealthEndpoint(String name, List<HealthCheck> checks) {
        this.name = name;
        this.checks = List.copyOf(checks);
    }

    @Override
    public EndpointReply get(EndpointRequest request) {
        String rest = request.path().substring(name.length() + 1);
        return rest.isEmpty() ? all(request) : one(rest.substring(1));
    }

    private EndpointReply one(String wanted) {
        HealthCheck check = checks.stream()
                .filter(candidate -> candidate.name().equals(wanted))
                .findFirst()
                .orElseThrow(() -> Status.unknownPath().asException());
        return passes(check)
                ? EndpointReply.text(200, "ok")
                : EndpointReply.text(500, "internal server error: " + wanted + " failed\n");
    }

    private EndpointReply all(EndpointRequest request) {
        Set<String> excluded = new TreeSet<>(request.query().all("exclude"));
        StringBuilder report = new StringBuilder();
        boolean well = true;
        for (HealthCheck check : checks) {
            if (excluded.remove(check.name())) {
                report.append("[+]").append(check.name()).append(" excluded: ok\n");
            } else if (passes(check)) {
                report.append("[+]").append(check.name()).append(" ok\n");
            } else {
                well = false;
                report.append("[-]").append(check.name()).append(" failed: reason withheld\n");
            }
        }
        if (!excluded.isEmpty()) {
            report.append("warn: some health checks cannot be excluded: no matches for ")
                    .append(String.join(", ", excluded))
                    .append('\n');
        }
        report.append(name).append(" check ").append(well ? "passed" : "failed").append('\n');
        boolean brief = well && request.query().all("verbose").isEmpty();
        return EndpointReply.text(well ? 200 : 500, brief ? "ok" : report.toString());
    }

    private boolean passes(HealthCheck check) {
        Optional<String> failure = check.failure().get();
        failure.ifPresent(reason -> log.atDebug()
                .addKeyValue("check", check.name())
                .addKeyValue("reason", reason)
                .log("Health check failed"));
        return failure.isEmpty();
    }
}
