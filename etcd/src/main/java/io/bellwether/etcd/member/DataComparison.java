package io.bellwether.etcd.member;

import io.bellwether.etcd.core.Comparison;
import io.bellwether.etcd.core.Comparison.Sum;
import io.bellwether.etcd.core.Member;
import io.bellwether.etcd.core.MemberId;
import io.bellwether.etcd.core.MemberList;
import io.bellwether.etcd.gateway.EtcdClient;
import io.bellwether.etcd.gateway.MaintenanceClient;
import io.bellwether.etcd.gateway.MemberStatus;
import io.bellwether.etcd.gateway.Urls;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Asks every member for the checksum of its keys at one revision, the highest that all have reached, and compares.
 *
 * <p>Threads: safe from any thread; blocks its caller for as long as the members need for their sums.
 */
public final class DataComparison {

    private static final Duration SUM = Duration.ofMinutes(2);

    private final EtcdClient client;
    private final MaintenanceClient maintenance;

    /** By way of these clients. */
    public DataComparison(EtcdClient client, MaintenanceClient maintenance) {
        this.client = client;
        this.maintenance = maintenance;
    }

    /** The verdict on the members that answer. */
    public Comparison compare(MemberList list) {
        Map<MemberId, URI> asked = new HashMap<>();
        long revision = Long.MAX_VALUE;
        for (Member member : list.members()) {
            for (String each : member.clientUrls()) {
                Optional<URI> url = Urls.parse(each);
                Optional<MemberStatus> status =
                        url.flatMap(found -> client.status(found).given());
                if (status.filter(found -> found.member().equals(member.id())).isPresent()) {
                    asked.put(member.id(), url.get());
                    revision = Math.min(revision, status.get().revision());
                    break;
                }
            }
        }
        Map<MemberId, Sum> sums = new HashMap<>();
        for (Map.Entry<MemberId, URI> each : asked.entrySet()) {
            maintenance.sum(each.getValue(), revision, SUM).given().ifPresent(sum -> sums.put(each.getKey(), sum));
        }
        return Comparison.of(sums);
    }
}
