package io.bellwether.etcd.member;

import io.bellwether.etcd.discovery.Freshness;
import io.bellwether.etcd.discovery.Report;
import io.bellwether.etcd.discovery.Wire;
import io.bellwether.etcd.gateway.EtcdClient;
import io.bellwether.etcd.gateway.Stored;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.json.JsonMapper;

/**
 * The nodes' reports in the cluster itself, so that it looks after its members while discovery is down.
 *
 * <p>Shape: one key for each node; how old a report is counts by {@link Freshness}.
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
    private final Freshness freshness = new Freshness();
    private String published = "";
    private long publishedAt;

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
            parse(each)
                    .flatMap(report -> freshness.see(report, each.modRevision(), Long.MAX_VALUE, now))
                    .ifPresent(reports::add);
        }
        return reports;
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
