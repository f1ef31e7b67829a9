package io.bellwether.apiserver.registry;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellwether.apimachinery.StatusException;
import io.bellwether.apiserver.kit.ControlPlane;
import io.bellwether.apiserver.request.WatchStream;
import io.bellwether.execution.Threads;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/**
 * Every combination of resourceVersion, match, limit, continue and sendInitialEvents does what the table of the
 * protocol says, for lists and for watches. The expectation is written down here a second time, as the table, not as
 * the code has it.
 *
 * <p>Source: G-R1, G-R3.
 */
@TestInstance(Lifecycle.PER_CLASS)
final class VersionTableTest {

    private static final String UNSET = "-";
    private static final List<String> VERSIONS = List.of(UNSET, "0", "past", "current", "future", "abc");
    private static final List<String> MATCHES = List.of(UNSET, "NotOlderThan", "Exact", "Sometimes");
    private static final List<String> INITIAL = List.of(UNSET, "true", "false");

    private final ExecutorService executor = Threads.virtual("test");
    private final ControlPlane plane = new ControlPlane();
    private final String past;
    private final String current;
    private final String token;

    VersionTableTest() {
        plane.createConfigMap("default", "a");
        plane.createConfigMap("default", "b");
        past = plane.store.currentRevision().toString();
        token = plane.call("configmaps")
                .in("default")
                .query("limit", "1")
                .list()
                .at("/metadata/continue")
                .stringValue();
        plane.createConfigMap("default", "c");
        current = plane.store.currentRevision().toString();
    }

    @AfterAll
    void close() {
        executor.shutdown();
        plane.close();
        assertThat(plane.violations).isEmpty();
    }

    /** One request. */
    record Case(String version, String match, String limit, String continued, String initial) {
        @Override
        public String toString() {
            return "resourceVersion=" + version + " match=" + match + " limit=" + limit + " continue=" + continued
                    + " sendInitialEvents=" + initial;
        }
    }

    static Stream<Case> lists() {
        List<Case> cases = new ArrayList<>();
        for (String version : VERSIONS) {
            for (String match : MATCHES) {
                for (String limit : List.of(UNSET, "1")) {
                    for (String continued : List.of(UNSET, "token")) {
                        cases.add(new Case(version, match, limit, continued, UNSET));
                    }
                }
            }
            cases.add(new Case(version, UNSET, UNSET, UNSET, "true"));
        }
        return cases.stream();
    }

    static Stream<Case> watches() {
        List<Case> cases = new ArrayList<>();
        for (String version : VERSIONS) {
            for (String match : MATCHES) {
                for (String initial : INITIAL) {
                    cases.add(new Case(version, match, UNSET, UNSET, initial));
                }
            }
            cases.add(new Case(version, UNSET, UNSET, "token", UNSET));
        }
        return cases.stream();
    }

    @ParameterizedTest
    @MethodSource("lists")
    void list_everyCombination_followsTheTable(Case request) throws Exception {
        assertThat(answer(request, () -> listed(request))).isEqualTo(expectedList(request));
    }

    @ParameterizedTest
    @MethodSource("watches")
    void watch_everyCombination_followsTheTable(Case request) throws Exception {
        assertThat(answer(request, () -> watched(request))).isEqualTo(expectedWatch(request));
    }

    /** {@code <code>} of a refusal, else {@code <names>@<resourceVersion> [+]}, the plus when there is more. */
    private String expectedList(Case request) {
        if (request.match.equals("Sometimes") || !request.initial.equals(UNSET)) {
            return "422";
        }
        boolean limited = request.limit.equals("1");
        if (request.continued.equals("token")) {
            if (!request.match.equals(UNSET)) {
                return "422";
            }
            boolean startsAnywhere = request.version.equals(UNSET) || request.version.equals("0");
            return startsAnywhere ? "b@past" : "400";
        }
        String newest = limited ? "a@current +" : "abc@current";
        return switch (request.version) {
            case UNSET -> request.match.equals(UNSET) ? newest : "422";
            case "0" -> request.match.equals("Exact") ? "422" : "abc@current";
            case "abc" -> "400";
            case "future" -> "504";
            default -> {
                boolean exact = request.match.equals("Exact") || (request.match.equals(UNSET) && limited);
                if (!exact || request.version.equals("current")) {
                    yield newest;
                }
                yield limited ? "a@past +" : "ab@past";
            }
        };
    }

    /** {@code <code>} of a refusal, else the events that are there at once. */
    private String expectedWatch(Case request) {
        if (request.match.equals("Sometimes") || request.continued.equals("token")) {
            return "422";
        }
        boolean given = !request.initial.equals(UNSET);
        if (given != request.match.equals("NotOlderThan") || request.match.equals("Exact")) {
            return "422";
        }
        if (request.version.equals("abc")) {
            return "400";
        }
        if (request.version.equals("future")) {
            return "504";
        }
        boolean anywhere = request.version.equals(UNSET) || request.version.equals("0");
        return switch (request.initial) {
            case "true" -> "ADDED a ADDED b ADDED c BOOKMARK";
            case "false" -> anywhere ? "" : after(request.version);
            default -> anywhere ? "ADDED a ADDED b ADDED c" : after(request.version);
        };
    }

    private static String after(String version) {
        return version.equals("past") ? "ADDED c" : "";
    }

    /** A revision of the future is waited for: so time must pass meanwhile. */
    private String answer(Case request, Callable<String> call) throws Exception {
        if (!request.version.equals("future")) {
            return call.call();
        }
        Future<String> answer = executor.submit(call);
        while (!answer.isDone()) {
            plane.time.advance(Duration.ofMillis(250));
            Thread.onSpinWait();
        }
        return answer.get();
    }

    private String listed(Case request) {
        try {
            JsonNode list =
                    plane.call("configmaps").in("default").query(query(request)).list();
            StringBuilder names = new StringBuilder();
            list.path("items")
                    .forEach(item -> names.append(item.at("/metadata/name").stringValue()));
            String version = list.at("/metadata/resourceVersion").stringValue();
            return names + "@" + (version.equals(past) ? "past" : version.equals(current) ? "current" : version)
                    + (list.at("/metadata/continue").isString() ? " +" : "");
        } catch (StatusException e) {
            return Integer.toString(e.status().code());
        }
    }

    private String watched(Case request) {
        try (WatchStream watch =
                plane.call("configmaps").in("default").query(query(request)).watch()) {
            return String.join(
                    " ",
                    ControlPlane.ready(watch).stream()
                            .map(event -> event.path("type").stringValue() + " "
                                    + event.at("/object/metadata/name").asString(""))
                            .map(String::strip)
                            .toList());
        } catch (StatusException e) {
            return Integer.toString(e.status().code());
        }
    }

    private String[] query(Case request) {
        List<String> query = new ArrayList<>(List.of("allowWatchBookmarks", "true"));
        put(query, "resourceVersion", version(request.version));
        put(query, "resourceVersionMatch", Optional.of(request.match));
        put(query, "limit", Optional.of(request.limit));
        put(query, "continue", Optional.of(request.continued.equals("token") ? token : UNSET));
        put(query, "sendInitialEvents", Optional.of(request.initial));
        return query.toArray(String[]::new);
    }

    private Optional<String> version(String name) {
        return Optional.of(
                switch (name) {
                    case "past" -> past;
                    case "current" -> current;
                    case "future" -> Long.toString(Long.parseLong(current) + 1000);
                    default -> name;
                });
    }

    private static void put(List<String> query, String name, Optional<String> value) {
        value.filter(given -> !given.equals(UNSET)).ifPresent(given -> {
            query.add(name);
            query.add(given);
        });
    }
}
