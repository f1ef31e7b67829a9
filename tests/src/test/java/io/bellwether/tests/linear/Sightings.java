package io.bellwether.tests.linear;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Answers from others: who reads what an unanswered write wrote says that it was done, at which version, and by when at
 * the latest. Values are written once; of two reads that disagree at most one can be right, and the model refuses the
 * other.
 */
final class Sightings {

    private Sightings() {}

    private record Sighting(long version, long returned) {

        Sighting earlier(Sighting other) {
            return returned <= other.returned ? this : other;
        }
    }

    /** The calls, unanswered ones as answered where their values were read. */
    static List<Call> addTo(List<Call> calls) {
        Map<String, Sighting> sightings = new HashMap<>();
        for (Call call : calls) {
            if (call.outcome() instanceof Outcome.Found(String value, long version)) {
                sightings.merge(value, new Sighting(version, call.returned()), Sighting::earlier);
            }
        }
        return calls.stream()
                .map(call -> call.isUnknown() ? answered(call, sightings) : call)
                .toList();
    }

    private static Call answered(Call call, Map<String, Sighting> sightings) {
        Sighting sighting = switch (call.action()) {
            case Action.Create create -> sightings.get(create.value());
            case Action.Update update -> sightings.get(update.value());
            case Action.Delete delete -> null;
            case Action.HandOver handOver -> null;
            case Action.Read read -> null;
            case Action.ReadToken readToken -> null;
        };
        return sighting == null
                ? call
                : new Call(
                        call.client(),
                        call.action(),
                        new Outcome.Written(sighting.version()),
                        call.invoked(),
                        sighting.returned());
    }
}
