package io.bellwether.etcd.member;

import io.bellwether.etcd.core.NodeId;
import io.bellwether.etcd.core.Registration;
import io.bellwether.etcd.core.Registration.Standing;
import io.bellwether.etcd.discovery.Report;
import io.bellwether.etcd.discovery.Wire;
import io.bellwether.etcd.gateway.EtcdClient;
import io.bellwether.etcd.gateway.Stored;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.json.JsonMapper;

/**
 * The nodes' reports in the cluster itself, so that it looks after its members while discovery is down.
 *
 * <p>Shape: one key for each node. How old a report is counts from when this supervisor saw it change: no clock of
 * another machine is asked. A candidate whose report has not changed yet before these eyes may be long gone, and is
 * left out.
 *
 * <p>Threads: owned by the supervisor's thread.
 */
public final class ClusterReports {

    /** Where the cluster keeps them. */
    static final String PREFIX = "/bellwether/cluster/nodes/";

    private static final Logger log = LoggerFactory.getLogger(ClusterReports.class);
    private static final Duration EVERY = Duration.ofSeconds(2);
    private static final ObjectMapper JSON = JsonMapper.builder().build();

    private final EtcdClient client;
    private final Map<NodeId, Seen> seen = new HashMap<>();
    private String published = "";
    private long publishedAt;

    /** A report as it was first seen; {@code changed} says whether an earlier one was. */
    private record Seen(long modRevision, long at, boolean changed) {}

    ClusterReports(EtcdClient client) {
        this.client = client;
    }

    /** What every node said last, however long ago: for people. */
    public static List<Report> all(EtcdClient client, URI through) {
        return client.list(through, PREFIX).given().orElseGet(List::of).stream()
                .flatMap(each -> parse(each).stream())
                .toList();
    }

    /** Writes this node's report, when it says something new and now and then; a failure is made good by the next. */
    void publish(URI through, Report report, long now) {
        String text = Wire.of(report).toString();
        if (text.equals(published) && now - publishedAt < EVERY.toNanos()) {
            return;
        }
        String key = PREFIX + report.registration().node();
        if (client.put(through, key, text).given().isPresent()) {
            published = text;
            publishedAt = now;
        }
    }

    /** What the nodes say, as far as it can be read. */
    List<Report> read(URI through, long now) {
        List<Report> reports = new ArrayList<>();
        for (Stored each : client.list(through, PREFIX).given().orElseGet(List::of)) {
            parse(each).ifPresent(report -> {
                Seen known = note(report.registration().node(), each.modRevision(), now);
                if (known.changed() || !isCandidate(report.registration())) {
                    reports.add(aged(report, Duration.ofNanos(now - known.at())));
                }
            });
        }
        return reports;
    }

    private Seen note(NodeId node, long modRevision, long now) {
        Seen known = seen.get(node);
        if (known != null && known.modRevision() == modRevision) {
            return known;
        }
        Seen next = new Seen(modRevision, now, known != null);
        seen.put(node, next);
        return next;
    }

    /** A statement about a lost disk is true for ever; a candidacy only while somebody stands behind it. */
    private static boolean isCandidate(Registration node) {
        return node.standing() == Standing.CANDIDATE && node.lost().isEmpty();
    }

    private static Report aged(Report report, Duration age) {
        return new Report(report.registration().with(Long.MAX_VALUE, age), report.clientUrls(), report.said());
    }

    private static Optional<Report> parse(Stored stored) {
        try {
            return Optional.of(Wire.report(JSON.readTree(stored.value()), Long.MAX_VALUE, Duration.ZERO));
        } catch (JacksonException | IllegalArgumentException foreign) {
            log.atDebug().addKeyValue("object", stored.key()).log("Left out what is no report");
            return Optional.empty();
        }
    }
}
