package io.bellwether.tests.etcd;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** That the tests which look for lost writes would find them. */
@RealEtcd
final class LedgerTest {

    private static final int ENOUGH = 20;

    @TempDir
    @SuppressWarnings("NullAway.Init") // set by JUnit
    private Path folder;

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path each : files.toList()) {
                Files.copy(each, to.resolve(from.relativize(each)));
            }
        }
    }

    private static void writeFor(Ledger ledger, int more) throws InterruptedException {
        int wanted = ledger.acknowledged() + more;
        Patience.Met<Integer> unused = Patience.await(
                Cluster.PATIENCE,
                () -> wanted + " acknowledged writes",
                () -> Optional.of(ledger.acknowledged()).filter(count -> count >= wanted));
    }

    /** The disk goes back to an earlier time: what was acknowledged since is named, and nothing that was before. */
    @Test
    void lost_afterTheDiskWentBack_namesWhatWasAcknowledgedSince() throws IOException, InterruptedException {
        Etcd.Place place = Etcd.Place.of("one");
        Path data = folder.resolve("one");
        Path earlier = folder.resolve("earlier");
        List<URI> members = List.of(URI.create(place.clientUrl()));
        Ledger ledger = Ledger.start(members);
        try {
            Etcd first = Etcd.start(folder, place, List.of());
            writeFor(ledger, ENOUGH);
            first.kill();
            copy(data, earlier);
            Etcd second = Etcd.start(folder, place, List.of());
            writeFor(ledger, ENOUGH);
            ledger.end();

            assertThat(ledger.lost(members.getFirst())).isEmpty();

            second.kill();
            Files.move(data, folder.resolve("later"));
            Files.move(earlier, data);
            try (Etcd third = Etcd.start(folder, place, List.of())) {
                List<String> lost = ledger.lost(members.getFirst());

                assertThat(lost).as("told by %s", third.log()).hasSizeBetween(ENOUGH, ledger.acknowledged() - ENOUGH);
            }
        } finally {
            ledger.end();
        }
    }
}
