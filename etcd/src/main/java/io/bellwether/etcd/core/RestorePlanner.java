package io.bellwether.etcd.core;

import io.bellwether.etcd.core.Registration.Standing;
import io.bellwether.etcd.core.RestoreView.Decides;
import io.bellwether.etcd.core.RestoreView.Running;
import java.time.Duration;
import java.util.Optional;

/**
 * Decides whether a lost quorum may be given up: never by itself, and never while anything speaks for its life.
 *
 * <p>Whoever restores makes another cluster of old data. If the first one still lived somewhere, two would accept
 * writes; so whatever answers, reports, or could not be asked is a reason to refuse, and a person has to name the
 * cluster that is given up.
 *
 * <p>Source: guarantee G-C6.
 */
public final class RestorePlanner {

    private final Duration dead;

    /**
     * The rules.
     *
     * @param dead for how long a node with data must have been silent
     */
    public RestorePlanner(Duration dead) {
        this.dead = dead;
    }

    /** Whether it may be. */
    public sealed interface Ruling {

        /**
         * It may.
         *
         * @param lost the cluster that is given up; empty: there was none
         */
        record Proceed(Optional<ClusterId> lost) implements Ruling {}

        /**
         * It may not.
         *
         * @param text what speaks against it, and what to do, one sentence
         */
        record Refuse(Cause cause, String text) implements Ruling {}
    }

    /**
     * The ruling.
     *
     * @param confirmed the cluster that a person gives up: its identity, or {@code none}
     */
    public Ruling rule(RestoreView view, Optional<String> confirmed) {
        return running(view)
                .or(() -> unknown(view))
                .or(() -> reporting(view))
                .or(() -> unconfirmed(view, confirmed))
                .<Ruling>map(refusal -> refusal)
                .orElseGet(() -> new Ruling.Proceed(view.lost()));
    }

    private static Optional<Ruling.Refuse> running(RestoreView view) {
        Optional<Running> deciding = view.running().stream()
                .filter(member -> member.decides() == Decides.YES)
                .findFirst();
        if (deciding.isPresent()) {
            return refuse(
                    Cause.CLUSTER_EXISTS,
                    "the cluster is at work: " + deciding.get().url() + " answers with a quorum behind it");
        }
        return view.running().stream()
                .findFirst()
                .flatMap(member -> refuse(
                        Cause.CLUSTER_EXISTS,
                        "a member at " + member.url() + " still runs, and its data may be newer; restore there with"
                                + " --from survivor, or stop its supervisor first"));
    }

    private static Optional<Ruling.Refuse> unknown(RestoreView view) {
        return switch (view.formation()) {
            case Formation.Unknown unknown ->
                refuse(
                        Cause.DISCOVERY_SILENT,
                        "discovery does not answer, so that nobody knows who lives, and nobody could be told; start it"
                                + " first");
            case Formation.Agreed agreed ->
                refuse(Cause.FOUNDING_INTERRUPTED, "the cluster is just forming; let it, or take a new token");
            case Formation.Unclaimed unclaimed -> Optional.empty();
            case Formation.Formed formed -> Optional.empty();
        };
    }

    private Optional<Ruling.Refuse> reporting(RestoreView view) {
        return view.others().stream()
                .filter(node -> node.isFresh(dead))
                .filter(node -> node.standing() == Standing.MEMBER || node.standing() == Standing.QUARANTINED)
                .findFirst()
                .flatMap(node -> refuse(
                        Cause.CLUSTER_EXISTS,
                        "node " + node.name() + " reported " + node.age().toSeconds()
                                + " s ago that it has data of the cluster; restore there with --from survivor, or stop"
                                + " its supervisor and wait " + dead.toSeconds() + " s"));
    }

    private static Optional<Ruling.Refuse> unconfirmed(RestoreView view, Optional<String> confirmed) {
        String lost = view.lost().map(ClusterId::toString).orElse("none");
        if (confirmed.filter(lost::equals).isPresent()) {
            return Optional.empty();
        }
        return refuse(
                Cause.CLUSTER_EXISTS,
                "this gives up cluster " + lost + " and every write that the data restored does not have; if that is"
                        + " meant, say --confirm " + lost);
    }

    private static Optional<Ruling.Refuse> refuse(Cause cause, String text) {
        return Optional.of(new Ruling.Refuse(cause, text));
    }
}
