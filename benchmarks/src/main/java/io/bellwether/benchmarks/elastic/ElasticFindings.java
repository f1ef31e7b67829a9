package io.bellwether.benchmarks.elastic;

import io.bellwether.benchmarks.system.Machine;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;

/**
 * What a run has measured.
 *
 * @param etcd its version
 * @param electionMillis the election timeout of all members, in milliseconds
 */
public record ElasticFindings(Machine machine, String etcd, long electionMillis, int rounds, List<Line> lines) {

    private static final long STREAM_SILENCE_MILLIS = 5_000;

    /** Copies. */
    public ElasticFindings {
        lines = List.copyOf(lines);
    }

    /**
     * How long what a node said about itself counts, in milliseconds: so long after its last word, at most, nobody is
     * taken for its successor who has neither its disk nor its supervisor's folder.
     */
    long graceMillis() {
        return STREAM_SILENCE_MILLIS + 2 * electionMillis;
    }

    /** One measure, both ways: each round's time, sorted, in milliseconds. */
    public record Line(Measure measure, List<Double> bellwetherMillis, List<Double> byHandMillis) {

        /** Copies and sorts. */
        public Line {
            bellwetherMillis = bellwetherMillis.stream().sorted().toList();
            byHandMillis = byHandMillis.stream().sorted().toList();
        }

        /** Empty where nothing was measured. */
        static OptionalDouble median(List<Double> sorted) {
            int middle = sorted.size() / 2;
            return sorted.isEmpty()
                    ? OptionalDouble.empty()
                    : OptionalDouble.of(
                            sorted.size() % 2 == 1
                                    ? sorted.get(middle)
                                    : (sorted.get(middle - 1) + sorted.get(middle)) / 2);
        }
    }

    /** What is measured. */
    public enum Measure {
        /** From the start of three processes on empty disks to the first acknowledged write. */
        BOOTSTRAP("three machines start with nothing → the first acknowledged write"),
        /** The same from the last supervisor's first decision: without the start of its JVM. By hand there is none. */
        BOOTSTRAP_READY("the same, from when the last supervisor has begun to decide"),
        /** From kill -9 of a follower, whose data is gone when it comes back at once, to three voters that answer. */
        FOLLOWER("a follower is killed, its data wiped, and it starts again → three voters answer"),
        /** The same with the leader. */
        LEADER("the leader is killed, its data wiped, and it starts again → three voters answer"),
        /** The same with a follower that has lost its supervisor's folder as well; by hand there is none. */
        BLANK("the same with a follower and its supervisor's folder"),
        /** From the start of two more machines, and the wish for five, to five voters that answer. */
        GROWTH("two more machines start, and five are wanted → five voters answer");

        private final String text;

        Measure(String text) {
            this.text = text;
        }

        /** Whether the supervisors wait until what an earlier life of the machine said about itself is out of date. */
        boolean hasGrace() {
            return this == BLANK;
        }

        String label() {
            return name().toLowerCase(Locale.ROOT).replace('_', ' ');
        }

        String text() {
            return text;
        }
    }
}
