package io.bellwether.etcd.member;

import io.bellwether.etcd.core.JoinStrategy;
import io.bellwether.etcd.core.Policy;
import io.bellwether.etcd.core.Policy.Standby;
import io.bellwether.etcd.core.Policy.SwitchedOn;
import io.bellwether.etcd.core.Policy.Zones;
import io.bellwether.etcd.core.Timers;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.json.JsonMapper;

/**
 * What people want of a cluster, as the cluster itself remembers it: flags say it once, and it survives discovery.
 *
 * @param size the number of voters, 1 to 9
 */
public record Settings(int size, JoinStrategy strategy, Standby standby, SwitchedOn switchedOn) {

    /** Where the cluster keeps them. */
    public static final String KEY = "/bellwether/cluster/settings";

    private static final ObjectMapper JSON = JsonMapper.builder().build();

    /** Refuses impossible sizes. */
    public Settings {
        if (size < 1 || size > Policy.SIZE_LIMIT) {
            throw new IllegalArgumentException("a cluster has 1 to " + Policy.SIZE_LIMIT + " voters, not " + size);
        }
    }

    /** With another size. */
    public Settings withSize(int other) {
        return new Settings(other, strategy, standby, switchedOn);
    }

    /** Paused or running. */
    public Settings with(SwitchedOn other) {
        return new Settings(size, strategy, standby, other);
    }

    /** How many voters that means: one less for an even size. */
    public int policyTarget() {
        return size % 2 == 0 ? size - 1 : size;
    }

    /** What the planner decides by. */
    public Policy policy(Timers timers) {
        return new Policy(strategy, size, standby, Zones.SPREAD, switchedOn, timers);
    }

    /** The text that is kept. */
    public String toJson() {
        return JSON.createObjectNode()
                .put("size", size)
                .put("strategy", strategy.name())
                .put("standby", standby.name())
                .put("switchedOn", switchedOn.name())
                .toString();
    }

    /** Reads the text that is kept; empty for what somebody else wrote there. */
    public static Optional<Settings> parse(String text) {
        try {
            JsonNode json = JSON.readTree(text);
            return Optional.of(new Settings(
                    json.path("size").asInt(0),
                    JoinStrategy.valueOf(json.path("strategy").asString("")),
                    Standby.valueOf(json.path("standby").asString("")),
                    SwitchedOn.valueOf(json.path("switchedOn").asString(""))));
        } catch (JacksonException | IllegalArgumentException foreign) {
            return Optional.empty();
        }
    }
}
