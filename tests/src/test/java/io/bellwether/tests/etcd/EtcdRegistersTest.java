package io.bellwether.tests.etcd;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellwether.execution.Randomness;
import io.bellwether.tests.linear.EtcdRegisters;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** That the workload of registers calls what it should, and would find an etcd that is not linearizable. */
@RealEtcd
final class EtcdRegistersTest {

    private static final int ENOUGH = 300;

    @TempDir
    @SuppressWarnings("NullAway.Init") // set by JUnit
    private Path folder;

    private final Etcd.Place place = Etcd.Place.of("one");
    private final List<URI> members = List.of(URI.create(place.clientUrl()));

    private EtcdRegisters registers() {
        return EtcdRegisters.start(members, Randomness.seeded(1));
    }

    private static void callFor(EtcdRegisters registers, long more) throws InterruptedException {
        long wanted = registers.calls() + more;
        Patience.Met<Long> unused = Patience.await(
                Cluster.PATIENCE,
                () -> wanted + " calls",
                () -> Optional.of(registers.calls()).filter(count -> count >= wanted));
    }

    @Test
    void registers_ofOneEtcd_areLinearizable() throws IOException, InterruptedException {
        try (Etcd etcd = Etcd.start(folder, place, List.of());
                EtcdRegisters registers = registers()) {
            callFor(registers, ENOUGH);
            registers.end(members.getFirst());
            EtcdRegisters.Findings findings = registers.findings();

            assertThat(findings.violations()).as(etcd.log().toString()).isEmpty();
            assertThat(findings.counts())
                    .containsKeys(
                            "Create Conflict",
                            "Create Written",
                            "Delete Deleted",
                            "Read Found",
                            "Read Missing",
                            "Update Conflict",
                            "Update Missing",
                            "Update Written");
        }
    }

    /** Another disk in place of the first: what was acknowledged is gone, and versions come twice. */
    @Test
    void registers_afterTheDiskWasLost_areNotLinearizable() throws IOException, InterruptedException {
        try (EtcdRegisters registers = registers()) {
            try (Etcd first = Etcd.start(folder, place, List.of())) {
                callFor(registers, ENOUGH);
                first.kill();
            }
            Files.move(folder.resolve(place.name()), folder.resolve("lost"));
            try (Etcd second = Etcd.start(folder, place, List.of())) {
                callFor(registers, ENOUGH);
                registers.end(members.getFirst());

                assertThat(registers.findings().violations())
                        .as(second.log().toString())
                        .isNotEmpty();
            }
        }
    }
}
