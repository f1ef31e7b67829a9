package io.bellwether.cli.elect;

import io.bellwether.cli.server.LeaseName;
import io.bellwether.election.ElectionStatus;
import io.bellwether.election.LeaderView;
import io.bellwether.election.Leadership;
import io.bellwether.election.core.EndReason;
import java.util.Locale;
import java.util.Optional;

/**
 * The metrics of one candidate, as Prometheus reads them. Every series exists from the beginning, so that a rate over
 * it is never taken from nothing.
 *
 * <p>Source: election §5.4; {@code leader_election_master_status} is client-go's, with its label.
 */
final class SidecarMetrics {

    private final StringBuilder text = new StringBuilder();
    private final String election;

    private SidecarMetrics(LeaseName lease) {
        this.election = "election=" + quoted(lease.toString());
    }

    static String page(LeaseName lease, ElectionCounts counts, ElectionStatus status) {
        SidecarMetrics metrics = new SidecarMetrics(lease);
        Optional<Leadership> term = counts.leadership();
        metrics.head("leader_election_master_status", "gauge", "Whether this candidate leads.");
        metrics.line("leader_election_master_status", "name=" + quoted(lease.toString()), term.isPresent() ? 1 : 0);
        metrics.gauge(
                "leader_election_validity_remaining_seconds",
                "How long the leadership is valid without a further renewal.",
                term.map(running -> running.remaining().toMillis() / 1000.0).orElse(0.0));
        metrics.gauge(
                "leader_election_fencing_token",
                "The token of the running term; 0 without one.",
                term.map(running -> (double) running.fencingToken().value()).orElse(0.0));
        metrics.gauge(
                "leader_election_contact_seconds",
                "How long ago the server was last heard of.",
                status.sinceContact().toMillis() / 1000.0);
        metrics.gauge(
                "leader_election_leaderless_seconds",
                "For how long nobody is known to lead.",
                status.leaderless().toMillis() / 1000.0);
        metrics.counts(counts);
        status.leader().ifPresent(metrics::leader);
        return metrics.text.toString();
    }

    private void counts(ElectionCounts counts) {
        head("leader_election_terms_total", "counter", "Terms begun by this candidate.");
        line("leader_election_terms_total", election, (double) counts.begun());
        head("leader_election_transitions_total", "counter", "Terms of this candidate that ended, by reason.");
        for (EndReason reason : EndReason.values()) {
            String label = election + ",reason=" + quoted(reason.name().toLowerCase(Locale.ROOT));
            line("leader_election_transitions_total", label, (double) counts.ended(reason));
        }
        head("leader_election_jeopardy_total", "counter", "How often renewals were missing.");
        line("leader_election_jeopardy_total", election, (double) counts.jeopardies());
        head("leader_election_duplicate_identity_total", "counter", "How often another process used this identity.");
        line("leader_election_duplicate_identity_total", election, (double) counts.duplicates());
    }

    private void leader(LeaderView leader) {
        head("leader_election_observed_leader_info", "gauge", "Who leads, as last seen.");
        line("leader_election_observed_leader_info", election + ",holder=" + quoted(leader.holder()), 1);
    }

    private void gauge(String name, String help, double value) {
        head(name, "gauge", help);
        line(name, election, value);
    }

    private void head(String name, String type, String help) {
        text.append("# HELP ").append(name).append(' ').append(help).append('\n');
        text.append("# TYPE ").append(name).append(' ').append(type).append('\n');
    }

    private void line(String name, String labels, double value) {
        boolean isWhole = value == Math.rint(value);
        String number = String.format(Locale.ROOT, isWhole ? "%.0f" : "%.3f", value);
        text.append(name).append('{').append(labels).append("} ").append(number).append('\n');
    }

    private static String quoted(String label) {
        return '"' + label.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n") + '"';
    }
}
