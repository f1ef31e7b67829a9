package io.bellwether.cli.inspect;

import io.bellwether.apimachinery.ApiObject;
import io.bellwether.apimachinery.Times;
import io.bellwether.apimachinery.table.HumanDuration;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * One Lease, as a person wants to see it.
 *
 * <p>{@code state} compares the holder's clock with this machine's, which is good enough to look at and not good enough
 * to act on: candidates never do.
 *
 * @param token the fencing token; empty on a server that stamps none
 * @param renewed when the holder last renewed it
 */
record LeaseRow(
        String namespace,
        String name,
        String holder,
        String token,
        long transitions,
        Optional<Instant> renewed,
        State state) {

    static final List<String> HEADINGS =
            List.of("NAMESPACE", "NAME", "HOLDER", "TOKEN", "TRANSITIONS", "RENEWED", "STATE");

    private static final String TOKEN = "coordination.bellwether.io/fencing-token";

    /** Whether somebody leads. */
    enum State {
        /** The holder renewed it within its duration. */
        HELD,
        /** The holder did not: candidates take it over. */
        EXPIRED,
        /** Nobody holds it. */
        FREE;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    static LeaseRow of(ApiObject lease, Instant now) {
        JsonNode spec = lease.json().path("spec");
        String holder = spec.path("holderIdentity").asString("");
        Optional<Instant> renewed = Times.parseSeconds(spec.path("renewTime").asString(""));
        Duration duration = Duration.ofSeconds(spec.path("leaseDurationSeconds").asLong(0));
        return new LeaseRow(
                lease.namespace(),
                lease.name(),
                holder,
                lease.annotation(TOKEN).orElse(""),
                spec.path("leaseTransitions").asLong(0),
                renewed,
                state(holder, renewed, duration, now));
    }

    private static State state(String holder, Optional<Instant> renewed, Duration duration, Instant now) {
        if (holder.isEmpty()) {
            return State.FREE;
        }
        // The time of the renewal is read in whole seconds, so it may be up to one later than shown.
        boolean isFresh = renewed.filter(
                        time -> time.plus(duration).plusSeconds(1).isAfter(now))
                .isPresent();
        return isFresh ? State.HELD : State.EXPIRED;
    }

    List<String> cells(Instant now) {
        return List.of(
                namespace,
                name,
                holder,
                token,
                Long.toString(transitions),
                renewed.map(time -> HumanDuration.format(Duration.between(time, now)) + " ago")
                        .orElse("never"),
                state.toString());
    }

    ObjectNode json() {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("namespace", namespace).put("name", name).put("holder", holder);
        if (!token.isEmpty()) {
            json.put("token", Long.parseLong(token));
        }
        json.put("transitions", transitions);
        renewed.ifPresent(time -> json.put("renewed", Times.formatSeconds(time)));
        return json.put("state", state.toString());
    }
}
