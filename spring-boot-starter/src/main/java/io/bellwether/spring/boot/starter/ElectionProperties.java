package io.bellwether.spring.boot.starter;

import io.bellwether.election.core.ElectionTiming;
import java.time.Duration;
import java.util.Optional;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * {@code bellwether.election.*}.
 *
 * <p>Errors: {@link IllegalArgumentException}, which names the property, its value and the rule; the application does
 * not start.
 *
 * @param enabled whether this application takes part in the election at all
 * @param namespace of the Lease; empty: that of the kubeconfig or of the pod
 * @param lease name of the Lease; empty: {@code spring.application.name}
 * @param identity the holder's name as others see it; empty: {@code HOSTNAME}, which in a pod is the pod's name
 * @param kubeconfig a file; empty: the service account in a pod, else {@code KUBECONFIG}, else {@code ~/.kube/config}
 * @param context of the kubeconfig; empty: its current one
 * @param leaseDuration how long others wait for a leader that does not renew; the rest of the timing follows from it
 * @param stopGrace how long {@code @LeaderOnly} methods may take to stop; a fifth of the lease duration unless given
 * @param onLoss what follows when a term was lost
 */
@ConfigurationProperties("bellwether.election")
public record ElectionProperties(
        @DefaultValue("true") boolean enabled,
        @DefaultValue("") String namespace,
        @DefaultValue("") String lease,
        @DefaultValue("") String identity,
        @DefaultValue("") String kubeconfig,
        @DefaultValue("") String context,
        @DefaultValue("15s") Duration leaseDuration,
        @DefaultValue Optional<Duration> stopGrace,
        @DefaultValue("recampaign") OnLoss onLoss) {

    /** Names of Kubernetes objects are DNS subdomains. */
    private static final String NAME = "[a-z0-9]([-a-z0-9.]*[a-z0-9])?";

    /** What follows when a term was lost, not given back. */
    public enum OnLoss {
        /** Contend again. */
        RECAMPAIGN,
        /** Run on without contending. */
        CLOSE,
        /** Close the application context, which ends most applications. */
        CLOSE_APPLICATION
    }

    /** Checks each value, and the timing as a whole. */
    public ElectionProperties {
        requireName("namespace", namespace);
        requireName("lease", lease);
        var unused = timing(leaseDuration, stopGrace);
    }

    /** How fast the election goes. */
    public ElectionTiming timing() {
        return timing(leaseDuration, stopGrace);
    }

    private static ElectionTiming timing(Duration leaseDuration, Optional<Duration> stopGrace) {
        try {
            ElectionTiming timing = ElectionTiming.ofLease(leaseDuration);
            return stopGrace.map(timing::withStopGrace).orElse(timing);
        } catch (IllegalArgumentException refused) {
            throw new IllegalArgumentException(
                    "bellwether.election.lease-duration=" + leaseDuration
                            + stopGrace.map(grace -> ", stop-grace=" + grace).orElse("") + ": "
                            + refused.getMessage(),
                    refused);
        }
    }

    private static void requireName(String property, String value) {
        if (!value.isEmpty() && (value.length() > 253 || !value.matches(NAME))) {
            throw new IllegalArgumentException("bellwether.election." + property + "=" + value
                    + ": must be a DNS name of at most 253 characters, lower-case letters, digits, '-' and '.'");
        }
    }
}
