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
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
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
        List<Member> reached = new ArrayList<>();
        long revision = Long.MAX_VALUE;
        for (Member member : list.members()) {
            Optional<MemberStatus> status = status(member);
            if (status.isPresent()) {
                reached.add(member);
                revision = Math.min(revision, status.get().revision());
            }
        }
        Map<MemberId, Sum> sums = new HashMap<>();
        for (Member member : reached) {
            sum(member, revision).ifPresent(sum -> sums.put(member.id(), sum));
        }
        return Comparison.of(sums);
    }

    private Optional<MemberStatus> status(Member member) {
        return member.clientUrls().stream()
                .flatMap(url -> Urls.parse(url).stream())
                .flatMap(url -> client.status(url).given().stream())
                .filter(status -> status.member().equals(member.id()))
                .findFirst();
    }

    private Optional<Sum> sum(Member member, long revision) {
        return member.peerUrls().stream()
                .flatMap(url -> Urls.parse(url).stream())
                .flatMap(url -> maintenance.sum(url, revision, SUM).given().stream())
                .findFirst();
    }
}
