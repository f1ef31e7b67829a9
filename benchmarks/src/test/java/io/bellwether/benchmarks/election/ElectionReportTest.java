package io.bellwether.benchmarks.election;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bellwether.benchmarks.http.BenchmarkException;
import io.bellwether.benchmarks.system.Machine;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

class ElectionReportTest {

    private static final Machine MACHINE = new Machine("a processor", 2, 24_000, "Linux 6", "a JDK", "2026-01-02");

    private static final JsonMapper MAPPER = JsonMapper.shared();

    private static PeerFindings peer(String name, Series resignations, Overrun overrun) {
        return new PeerFindings(
                name,
                resignations,
                0,
                Series.NONE,
                new Series(List.of(-400.0, 120.0)),
                Optional.of(overrun),
                Optional.of(new Traffic(60, 0.25, "HTTP requests")),
                Optional.of(new Footprint(1_000, 3, OptionalDouble.of(4.25), 5)),
                Map.of());
    }

    private static ElectionReport report(Series ours) {
        return new ElectionReport(findings(ours));
    }

    private static ElectionFindings findings(Series ours) {
        PeerFindings first =
                peer("bellwether", ours, new Overrun(new Series(List.of(-600.0)), new Series(List.of(-700.0)), 0));
        PeerFindings second = peer("fabric8", new Series(List.of(1_500.0)), new Overrun(Series.NONE, Series.NONE, 1));
        return new ElectionFindings(MACHINE, 6_000, List.of(first, second), new Series(List.of(300.0)), 14);
    }

    @Test
    void table_twoPeers_hasAColumnForEach() {
        String table = report(new Series(List.of(4.0, 6.0, 8.0))).table();

        assertThat(table)
                .contains("| | Bellwether | fabric8 |")
                .contains("p50 / p99 | 6.0 ms / 8.0 ms | 1.50 s / 1.50 s |")
                .contains("led past its lease, max | -600.0 ms | > 18 s |")
                .contains("each standby | 0.3 | 0.3 |");
    }

    @Test
    void aims_reachedAndMissed_areNamed() {
        String aims = report(new Series(List.of(4.0, 60.0))).aims();

        assertThat(aims)
                .contains("| resignation, p50 (2 times) | 4 ms | ≤ 10 ms | yes |")
                .contains("| resignation, p99 | 60 ms | ≤ 50 ms | no |")
                .contains("| cut off: led past its lease, longest | -600 ms | ≤ 0 ms | yes |");
    }

    @Test
    void page_again_replacesTheFiguresAndKeepsTheWords() {
        String first = report(new Series(List.of(4.0))).page("");
        String written = first.replace("# Elections side by side", "# Elections\n\nWords.") + "\nMore words.\n";

        String second = report(new Series(List.of(5.0))).page(written);

        assertThat(second)
                .contains("Words.")
                .contains("More words.")
                .contains("5.0 ms")
                .doesNotContain("4.0 ms");
    }

    @Test
    void page_withoutTheMarks_isRefused() {
        ElectionReport report = report(Series.NONE);

        assertThatThrownBy(() -> report.page("# Elections\n")).isInstanceOf(BenchmarkException.class);
    }

    @Test
    void chart_everyValue_isADot() {
        String svg = report(new Series(List.of(4.0, 5.0))).chart().svg();

        assertThat(svg.split("<circle class=\"ours\"", -1)).hasSize(1 + 2 + 2 + 1);
        assertThat(svg.split("<circle class=\"dot\"", -1)).hasSize(1 + 1 + 2 + 1);
    }

    @Test
    void findings_writtenAndRead_areTheSame() {
        ElectionFindings findings = findings(new Series(List.of(4.0, 5.0)));

        assertThat(MAPPER.readValue(MAPPER.writeValueAsString(findings), ElectionFindings.class))
                .isEqualTo(findings);
    }
}
