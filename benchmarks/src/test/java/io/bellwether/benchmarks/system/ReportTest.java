package io.bellwether.benchmarks.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ReportTest {

    private static final Machine MACHINE = new Machine("a processor", 2, 24_000, "Linux 6", "a JDK", "2026-01-02");

    @Test
    void page_bothMeasured_showsMediansRatioAndTarget() {
        String page = page(
                rate("reference", 0, "create-1", 800),
                rate("reference", 1, "create-1", 900),
                rate("reference", 2, "create-1", 1_000),
                rate("bellwether", 0, "create-1", 3_600),
                rate("bellwether", 1, "create-1", 3_700));

        assertThat(page).contains("| Creates, 1 client | 900 /s | 3 650 /s | 4.1 | ≥ 4 × | yes |");
    }

    @Test
    void page_targetMissed_saysSo() {
        String page = page(rate("reference", 0, "create-16", 1_000), rate("bellwether", 0, "create-16", 3_999));

        assertThat(page).contains("| Creates, 16 clients | 1 000 /s | 3 999 /s | 4.0 | ≥ 4 × | no |");
    }

    @Test
    void page_smallerIsBetter_turnsTheRatio() {
        String page = page(millis("reference", "watch-1000x20", 40), millis("bellwether", "watch-1000x20", 20));

        assertThat(page).contains("| 1 000 watches × 20 events/s, p99 | 40.0 ms | 20.0 ms | 2.0 | no worse | yes |");
    }

    @Test
    void page_referenceFailed_showsWhy() {
        String page = page(
                new Measurement("reference", 0, "watch-1000x100", Map.of(), "the server ended a watch"),
                millis("bellwether", "watch-1000x100", 30));

        assertThat(page)
                .contains("| 1 000 watches × 100 events/s, p99 | the server ended a watch | 30.0 ms |  |  |  |");
    }

    @Test
    void csv_figuresAndFailures_haveALineEach() {
        Findings findings = new Findings(
                MACHINE,
                Map.of(),
                List.of(
                        rate("bellwether", 1, "get-16", 1_000.5),
                        new Measurement("reference", 0, "list", Map.of(), "answered 500: \"no\", twice")));

        assertThat(findings.csv()).isEqualTo("""
                        server,round,scenario,figure,value
                        bellwether,1,get-16,ratePerSecond,1000.500
                        reference,0,list,"failed: answered 500: 'no', twice",
                        """);
    }

    @Test
    void files_always_holdPageAndPictures() {
        Map<String, String> files = new Report(new Findings(MACHINE, Map.of(), List.of())).files();

        assertThat(files)
                .containsOnlyKeys(
                        "http.md", "http-throughput.svg", "http-watches.svg", "http-memory.svg", "http-start.svg");
    }

    @Test
    void svg_values_drawBarsInProportion() {
        String svg = new Report(new Findings(
                        MACHINE,
                        Map.of(),
                        List.of(rate("reference", 0, "get-16", 1_000), rate("bellwether", 0, "get-16", 4_000))))
                .files()
                .getOrDefault("http-throughput.svg", "");

        assertThat(svg).contains("width=\"450.0\"", "width=\"112.5\"", ">4 000<", ">1 000<", "prefers-color-scheme");
    }

    private static String page(Measurement... measurements) {
        return new Report(new Findings(MACHINE, Map.of(), List.of(measurements)))
                .files()
                .getOrDefault("http.md", "");
    }

    private static Measurement rate(String server, int round, String scenario, double value) {
        return new Measurement(server, round, scenario, Map.of("ratePerSecond", value), "");
    }

    private static Measurement millis(String server, String scenario, double value) {
        return new Measurement(server, 0, scenario, Map.of("p99Millis", value), "");
    }
}
