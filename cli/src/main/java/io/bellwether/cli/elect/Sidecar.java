package io.bellwether.cli.elect;

import io.bellwether.apimachinery.json.Trees;
import io.bellwether.cli.server.LeaseName;
import io.bellwether.client.Fence;
import io.bellwether.election.ElectionStatus;
import io.bellwether.election.ElectionStatus.Health;
import io.bellwether.election.LeaderView;
import io.bellwether.election.Leadership;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a candidate tells programs beside it over HTTP: pages made from what the election says at that moment.
 *
 * <p>Threads: safe from any thread; no state but whether it is being stopped.
 */
final class Sidecar {

    private static final int OK = 200;
    private static final int NOT_FOUND = 404;
    private static final int UNAVAILABLE = 503;
    private static final String TEXT = "text/plain; charset=utf-8";

    private final LeaseName lease;
    private final String identity;
    private final Duration patience;
    private final ElectionCounts counts;
    private final Supplier<ElectionStatus> status;
    private volatile boolean stopping;

    /**
     * One answer.
     *
     * @param code of HTTP
     * @param type of the body
     */
    record Answer(int code, String type, String body) {}

    /** @param patience how long the server may not be heard of before this candidate counts as dead */
    Sidecar(
            LeaseName lease,
            String identity,
            Duration patience,
            ElectionCounts counts,
            Supplier<ElectionStatus> status) {
        this.lease = lease;
        this.identity = identity;
        this.patience = patience;
        this.counts = counts;
        this.status = status;
    }

    /** From now on it is not ready. */
    void stop() {
        stopping = true;
    }

    /** The page at that path. */
    Answer answer(String path) {
        return switch (path) {
            case "/" -> name();
            case "/leader" -> leader();
            case "/livez" -> livez();
            case "/readyz" -> stopping ? new Answer(UNAVAILABLE, TEXT, "stopping\n") : new Answer(OK, TEXT, "ok\n");
            case "/metrics" ->
                new Answer(
                        OK,
                        "text/plain; version=0.0.4; charset=utf-8",
                        SidecarMetrics.page(lease, counts, status.get()));
            default -> new Answer(NOT_FOUND, TEXT, "there are /, /leader, /livez, /readyz and /metrics\n");
        };
    }

    private Answer name() {
        Optional<LeaderView> leader = status.get().leader();
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        body.put("name", leader.map(LeaderView::holder).orElse(""));
        leader.ifPresent(view -> {
            view.token().ifPresent(token -> body.put("token", token.value()));
            ObjectNode notes = body.putObject("notes");
            view.notes().forEach(notes::put);
        });
        return json(OK, body);
    }

    private Answer leader() {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        Optional<Leadership> term = counts.leadership();
        if (term.isEmpty()) {
            String name = status.get().leader().map(LeaderView::holder).orElse("");
            return json(UNAVAILABLE, body.put("leader", false).put("name", name));
        }
        long token = term.get().fencingToken().value();
        body.put("leader", true).put("name", identity).put("token", token);
        body.put("fence", new Fence(lease.namespace(), lease.name(), token).headerValue());
        return json(OK, body.put("validForMillis", term.get().remaining().toMillis()));
    }

    /** Nobody leading is no fault of this process: to start it again would not help. */
    private Answer livez() {
        Health health = status.get().health(patience);
        return switch (health) {
            case WELL, LEADERLESS -> new Answer(OK, TEXT, "ok\n");
            case OVERDUE -> new Answer(UNAVAILABLE, TEXT, "it leads and cannot renew\n");
            case BLIND -> new Answer(UNAVAILABLE, TEXT, "it does not hear of the Lease\n");
        };
    }

    private static Answer json(int code, ObjectNode body) {
        return new Answer(code, "application/json", Trees.text(body) + "\n");
    }
}
