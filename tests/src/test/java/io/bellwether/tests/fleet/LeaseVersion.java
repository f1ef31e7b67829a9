package io.bellwether.tests.fleet;

import io.bellwether.apimachinery.ApiObject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * A Lease at one of its versions.
 *
 * @param revision of the write
 * @param holder empty when nobody holds it
 * @param durationSeconds how long candidates wait
 * @param transitions as counted by the writers
 * @param token as stamped by the server
 * @param acquired when the holder's clock showed this
 * @param renewed when the holder's clock showed this
 */
record LeaseVersion(
        long revision,
        String holder,
        long durationSeconds,
        long transitions,
        long token,
        Optional<Instant> acquired,
        Optional<Instant> renewed) {

    static LeaseVersion of(ApiObject lease) {
        JsonNode spec = lease.json().path("spec");
        return new LeaseVersion(
                Long.parseLong(lease.resourceVersion()),
                spec.path("holderIdentity").asString(""),
                spec.path("leaseDurationSeconds").asLong(0),
                spec.path("leaseTransitions").asLong(0),
                Long.parseLong(lease.annotation("coordination.bellwether.io/fencing-token")
                        .orElseThrow()),
                instant(spec.path("acquireTime")),
                instant(spec.path("renewTime")));
    }

    private static Optional<Instant> instant(JsonNode time) {
        return time.isString() ? Optional.of(Instant.parse(time.stringValue())) : Optional.empty();
    }

    /** Whether somebody holds it who did not hold it at the version before. */
    boolean isAcquisitionAfter(LeaseVersion before) {
        return !holder.isEmpty() && !holder.equals(before.holder);
    }

    /**
     * What is wrong with a history: {@code leaseTransitions} grows by one with each acquisition and else stays; tokens
     * grow whenever the holder changes, also to nobody, and never shrink.
     */
    static List<String> problems(List<LeaseVersion> history) {
        List<String> problems = new ArrayList<>();
        for (int index = 1; index < history.size(); index++) {
            LeaseVersion before = history.get(index - 1);
            LeaseVersion after = history.get(index);
            long counted = before.transitions + (after.isAcquisitionAfter(before) ? 1 : 0);
            if (after.transitions != counted) {
                problems.add("leaseTransitions is not " + counted + ": " + before + " -> " + after);
            }
            boolean sameHolder = after.holder.equals(before.holder);
            if (sameHolder ? after.token < before.token : after.token <= before.token) {
                problems.add("the token does not grow: " + before + " -> " + after);
            }
        }
        return problems;
    }
}
