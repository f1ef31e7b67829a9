package io.bellwether.benchmarks.system;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.stream.Stream;

/** All that one run has measured. */
public record Findings(Machine machine, Map<String, String> versions, List<Measurement> measurements) {

    /** Copies. */
    public Findings {
        versions = Map.copyOf(versions);
        measurements = List.copyOf(measurements);
    }

    /** The median of a figure over the rounds; empty when the server was not measured or did not stand it. */
    public OptionalDouble median(String server, String scenario, String figure) {
        double[] values = measurements.stream()
                .filter(one -> one.server().equals(server) && one.scenario().equals(scenario))
                .flatMap(one -> Stream.ofNullable(one.figures().get(figure)))
                .mapToDouble(Double::doubleValue)
                .sorted()
                .toArray();
        if (values.length == 0) {
            return OptionalDouble.empty();
        }
        int middle = values.length / 2;
        return OptionalDouble.of(values.length % 2 == 1 ? values[middle] : (values[middle - 1] + values[middle]) / 2);
    }

    /** A line for each figure of each measurement; a failure is a line without a value. */
    public String csv() {
        StringBuilder lines = new StringBuilder("server,round,scenario,figure,value\n");
        for (Measurement one : measurements) {
            String start = one.server() + "," + one.round() + "," + one.scenario() + ",";
            one.figures()
                    .forEach((figure, value) ->
                            lines.append(start).append(String.format(Locale.ROOT, "%s,%.3f%n", figure, value)));
            if (!one.failure().isEmpty()) {
                lines.append(start)
                        .append("\"failed: ")
                        .append(one.failure().replace('"', '\''))
                        .append("\",\n");
            }
        }
        return lines.toString();
    }

    /** Why a server has no figures of a scenario; empty when it has, or was not asked. */
    public String failure(String server, String scenario) {
        return measurements.stream()
                .filter(one -> one.server().equals(server) && one.scenario().equals(scenario))
                .map(Measurement::failure)
                .filter(failure -> !failure.isEmpty())
                .findFirst()
                .orElse("");
    }
}
