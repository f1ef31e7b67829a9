package io.bellwether.spring.boot.starter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bellwether.election.LeaderElection;
import io.bellwether.election.LossPolicy;
import io.bellwether.election.MemoryLock;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.InputStream;
import java.lang.reflect.RecordComponent;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What is configured, what refuses to start, and what an application can replace. */
class AutoConfigurationTest {

    private final MemoryLock lock = new MemoryLock();

    static class Answers {

        @LeaderOnly
        public String answer() {
            return "leader";
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class WithAnswers {
        @Bean
        Answers answers() {
            return new Answers();
        }
    }

    private Throwable refusal(String property) {
        return org.assertj.core.api.Assertions.catchThrowable(() -> {
            try (Replica unexpected = Replica.start("a", lock, List.of(property))) {
                throw new AssertionError("started " + unexpected.context());
            }
        });
    }

    @Test
    void properties_thatBreakARule_areRefusedWithFieldValueAndRule() {
        assertThat(refusal("bellwether.election.lease-duration=1500ms"))
                .rootCause()
                .hasMessageContaining("leaseDuration must be whole seconds")
                .hasMessageContaining("PT1.5S");
        assertThat(refusal("bellwether.election.stop-grace=14s"))
                .hasStackTraceContaining("bellwether.election.lease-duration=PT15S, stop-grace=PT14S");
        assertThat(refusal("bellwether.election.lease=Orders_1"))
                .rootCause()
                .hasMessage("bellwether.election.lease=Orders_1: must be a DNS name of at most 253 characters,"
                        + " lower-case letters, digits, '-' and '.'");
    }

    @Test
    void metadata_describesEveryProperty() throws Exception {
        try (InputStream file = getClass().getResourceAsStream("/META-INF/spring-configuration-metadata.json")) {
            assertThat(file).isNotNull();
            String json = new String(file.readAllBytes(), StandardCharsets.UTF_8);
            List<String> described = Pattern.compile("\"name\": \"(bellwether\\.election\\.[a-z-]+)\"")
                    .matcher(json)
                    .results()
                    .map(match -> match.group(1))
                    .toList();
            List<String> bound = Arrays.stream(ElectionProperties.class.getRecordComponents())
                    .map(RecordComponent::getName)
                    .map(name -> "bellwether.election."
                            + name.replaceAll("([A-Z])", "-$1").toLowerCase(java.util.Locale.ROOT))
                    .toList();
            assertThat(described).containsExactlyInAnyOrderElementsOf(bound);
        }
    }

    @Test
    void disabled_hasNoElection_andLeaderOnlyMethodsRun() {
        try (Replica replica =
                Replica.start("a", lock, List.of("bellwether.election.enabled=false"), WithAnswers.class)) {
            assertThat(replica.context().getBeansOfType(LeaderElection.class)).isEmpty();
            assertThat(replica.bean(Answers.class).answer()).isEqualTo("leader");
        }
    }

    @Test
    void leaderOnly_withAResult_isRefusedOnAStandby() throws Exception {
        try (Replica leader = Replica.start("a", lock, List.of(), WithAnswers.class)) {
            leader.awaitStarted();
            assertThat(leader.bean(CurrentTerm.class).token().value()).isPositive();
            try (Replica standby = Replica.start("b", lock, List.of(), WithAnswers.class)) {
                assertThatThrownBy(() -> standby.bean(Answers.class).answer()).isInstanceOf(NotLeaderException.class);
                assertThatThrownBy(() -> standby.bean(CurrentTerm.class).token())
                        .isInstanceOf(NotLeaderException.class);
                assertThat(standby.bean(CurrentTerm.class).isLeader()).isFalse();
            }
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class WithOwnPolicyAndMeters {
        @Bean
        LossPolicy policy() {
            return new LossPolicy.Close();
        }

        @Bean
        MeterRegistry meters() {
            return new SimpleMeterRegistry();
        }
    }

    @Test
    void beansOfTheApplication_takeThePlaceOfOurs_andMetersAreBound() throws Exception {
        try (Replica replica = Replica.start("a", lock, List.of(), WithOwnPolicyAndMeters.class)) {
            replica.awaitStarted();
            assertThat(replica.context().getBeansOfType(LossPolicy.class).values())
                    .containsExactly(new LossPolicy.Close());
            assertThat(replica.bean(MeterRegistry.class)
                            .get("leader.election.master.status")
                            .gauge()
                            .value())
                    .isEqualTo(1);
        }
    }
}
