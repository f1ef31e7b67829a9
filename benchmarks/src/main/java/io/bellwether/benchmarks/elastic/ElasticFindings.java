package io.bellwether.benchmarks.elastic;

import io.bellwether.benchmarks.system.Machine;
import java.util.List;

/**
 * What a run has measured.
 *
 * @param etcd its version
 * @param electionMillis the election timeout of all members, in milliseconds
 */
public record ElasticFindings(Machine machine, String etcd, long electionMillis, int rounds, List<Line> lines) {

    /** Copies. */
    public ElasticFindings {
        lines = List.copyOf(lines);
    }

    /** One measure, both ways: each round's time, sorted, in milliseconds. */
    public record Line(Measure measure, List<Double> bellwetherMillis, List<Double> byHandMillis) {

        /** Copies and sorts. */
        public Line {
            bellwetherMillis = bellwetherMillis.stream().sorted().toList();
            byHandMillis = byHandMillis.stream().sorted().toList();
        }

        static double median(List<Double> sorted) {
            return sorted.get(sorted.size() / 2);
        }
    }

    /** What is measured. */
    public enum Measure {
        /** From the start of three processes on empty disks to the first acknowledged write. */
        BOOTSTRAP("three machines start with nothing → the first acknowledged write"),
        /** From kill -9 of a follower, whose disk is empty when it comes back at once, to three voters that answer. */
        FOLLOWER("a follower is killed, its disk wiped, and it starts again → three voters answer"),
        /** The same with the leader. */
        LEADER("the leader is killed, its disk wiped, and it starts again → three voters answer"),
        /** From the start of two more machines, and the wish for five, to five voters that answer. */
        GROWTH("two more machines start, and five are wanted → five voters answer");

        private final String text;

        Measure(String text) {
            this.text = text;
        }

        String text() {
            return text;
        }
    }
}
