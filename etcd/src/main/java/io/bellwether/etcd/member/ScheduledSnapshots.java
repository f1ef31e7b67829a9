package io.bellwether.etcd.member;

import io.bellwether.etcd.gateway.Answer;
import io.bellwether.etcd.gateway.EtcdClient;
import io.bellwether.etcd.snapshot.Result;
import io.bellwether.etcd.snapshot.SnapshotFile;
import io.bellwether.etcd.snapshot.SnapshotFolder;
import io.bellwether.etcd.snapshot.SnapshotTool;
import io.bellwether.execution.Machine;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Saves a snapshot of the member here when one is due, verifies it, and removes old ones only then: a snapshot that
 * cannot be restored takes no other's place.
 *
 * <p>Threads: {@link #saveIfDue} by the supervisor's thread; the work runs beside it on the executor, one at a time.
 */
final class ScheduledSnapshots {

    private static final Logger log = LoggerFactory.getLogger(ScheduledSnapshots.class);

    /** After a failure the next attempt does not wait for a whole interval, which may be a day. */
    private static final Duration RETRY = Duration.ofMinutes(1);

    private final EtcdClient client;
    private final Machine machine;
    private final AtomicBoolean working = new AtomicBoolean();
    private long lookAgainAt;

    ScheduledSnapshots(EtcdClient client, Machine machine) {
        this.client = client;
        this.machine = machine;
        this.lookAgainAt = machine.clock().nanos();
    }

    /** Begins one when it is time; returns at once. */
    void saveIfDue(Care.Schedule schedule, URI server) {
        long now = machine.clock().nanos();
        if (now - lookAgainAt < 0 || !working.compareAndSet(false, true)) {
            return;
        }
        Duration pause = schedule.interval().compareTo(RETRY) < 0 ? schedule.interval() : RETRY;
        lookAgainAt = now + pause.toNanos();
        machine.executor().execute(() -> {
            try {
                if (isDue(schedule)) {
                    save(schedule, server);
                }
            } catch (IOException | UncheckedIOException refused) {
                log.atWarn().addKeyValue("err", refused.toString()).log("Could not save a snapshot");
            } finally {
                working.set(false);
            }
        });
    }

    /** By the names of the files, which this machine gave: so a restart neither forgets nor doubles one. */
    private boolean isDue(Care.Schedule schedule) throws IOException {
        Instant now = machine.clock().wallTime();
        Optional<Instant> newest = new SnapshotFolder(schedule.folder()).newest();
        return newest.filter(taken ->
                        !taken.isAfter(now) && Duration.between(taken, now).compareTo(schedule.interval()) < 0)
                .isEmpty();
    }

    private void save(Care.Schedule schedule, URI server) throws IOException {
        SnapshotFolder folder = new SnapshotFolder(schedule.folder());
        Path file = folder.file(machine.clock().wallTime());
        Path doubtful = file.resolveSibling(file.getFileName() + ".unverified");
        Answer<Long> saved = client.snapshot(server, doubtful);
        if (!(saved instanceof Answer.Given)) {
            log.atWarn().addKeyValue("answer", saved.text()).log("Could not save a snapshot");
            return;
        }
        Path scratch = file.resolveSibling(file.getFileName() + ".trial");
        switch (SnapshotFile.verify(doubtful, SnapshotTool.find(SnapshotTool.USUAL), scratch)) {
            case Result.Failed<String>(String why) ->
                log.atWarn()
                        .addKeyValue("file", doubtful)
                        .addKeyValue("reason", why)
                        .log("Saved a snapshot that is not usable");
            case Result.Done<String>(String how) -> {
                Files.move(doubtful, file);
                int removed = folder.keep(schedule.count()).size();
                log.atInfo()
                        .addKeyValue("file", file)
                        .addKeyValue("verified", how)
                        .addKeyValue("removed", removed)
                        .log("Saved a snapshot");
            }
        }
    }
}
