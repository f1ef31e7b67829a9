package io.bellwether.etcd.core;

import io.bellwether.etcd.core.Evidence.Integrity;
import io.bellwether.etcd.core.Evidence.Link;
import io.bellwether.etcd.core.Evidence.Probe;
import io.bellwether.etcd.core.Registration.Wish;
import io.bellwether.etcd.core.Rendezvous.Reach;
import java.time.Duration;
import java.util.Optional;

/**
 * Tells the dead from the slow, the cut off, the moved and the wiped.
 *
 * <p>One view is no proof. A member is dead only when the leader has had no connection to it, its port has not answered
 * us, and its node has not been heard from, each without interruption for the time of death; and only where silence
 * means anything. What a node says about its own disk needs no time, but an active connection contradicts it.
 */
final class Diagnosis {

    private Diagnosis() {}

    static Health of(Member member, ClusterView view, Timers timers) {
        Evidence evidence = view.evidence(member.id());
        Optional<Registration> node = view.rendezvous().of(member);
        if (evidence.link() == Link.ACTIVE) {
            return member.isVoter() && !member.isStarted() ? Health.UNSTARTED : activeHealth(evidence, node);
        }
        if (isLost(member, view)) {
            return Health.LOST;
        }
        if (!member.isStarted()) {
            return evidence.linkFor().compareTo(timers.join()) < 0 ? Health.UNSTARTED : Health.NEVER_STARTED;
        }
        if (evidence.link() == Link.UNKNOWN) {
            return Health.SUSPECT;
        }
        // Only what was said after the connection was lost says anything about why.
        boolean reports = node.filter(each -> each.isFresh(timers.suspect()) && each.isFresh(evidence.linkFor()))
                .isPresent();
        if (reports) {
            return reporting(member, node.get(), evidence, timers);
        }
        return isDead(evidence, node, view.rendezvous(), timers.dead()) ? Health.DEAD : Health.SUSPECT;
    }

    private static Health activeHealth(Evidence evidence, Optional<Registration> node) {
        if (evidence.integrity() == Integrity.DIFFERS) {
            return Health.CORRUPT;
        }
        boolean draining = node.filter(each -> each.wish() == Wish.LEAVE).isPresent();
        return draining ? Health.DRAINING : Health.ACTIVE;
    }

    private static Health reporting(Member member, Registration node, Evidence evidence, Timers timers) {
        boolean elsewhere = node.member().filter(member.id()::equals).isPresent()
                && node.peerUrls().stream().noneMatch(member.peerUrls()::contains);
        if (elsewhere) {
            return Health.MOVED;
        }
        boolean forEver = evidence.linkFor().compareTo(timers.isolated()) >= 0
                && evidence.probe() != Probe.ANSWERS
                && evidence.probeFor().compareTo(timers.isolated()) >= 0;
        return forEver ? Health.DEAD : Health.ISOLATED;
    }

    private static boolean isLost(Member member, ClusterView view) {
        return view.rendezvous().registrations().stream()
                .anyMatch(each -> each.lost().filter(member.id()::equals).isPresent());
    }

    private static boolean isDead(
            Evidence evidence, Optional<Registration> node, Rendezvous rendezvous, Duration dead) {
        boolean probed = evidence.probe() == Probe.REFUSED || evidence.probe() == Probe.SILENT;
        boolean silentNode = rendezvous.reach() == Reach.HEARD
                && node.filter(each -> each.isFresh(dead)).isEmpty();
        return evidence.linkFor().compareTo(dead) >= 0
                && probed
                && evidence.probeFor().compareTo(dead) >= 0
                && silentNode;
    }
}
