package io.bellwether.etcd.member;

import io.bellwether.etcd.core.ClusterId;
import io.bellwether.etcd.core.Incarnation;
import io.bellwether.etcd.core.RestorePlanner;
import io.bellwether.etcd.core.RestorePlanner.Ruling;
import io.bellwether.etcd.core.Timers;
import io.bellwether.etcd.discovery.Discovery;
import io.bellwether.etcd.discovery.Word;
import io.bellwether.etcd.gateway.EtcdClient;
import io.bellwether.etcd.gateway.MaintenanceClient;
import io.bellwether.etcd.gateway.MemberStatus;
import io.bellwether.etcd.member.MemberException.Reason;
import io.bellwether.etcd.security.NodeIdentity;
import io.bellwether.etcd.snapshot.Copy;
import io.bellwether.etcd.snapshot.Result;
import io.bellwether.etcd.snapshot.Seed;
import io.bellwether.etcd.snapshot.SnapshotFile;
import io.bellwether.etcd.snapshot.SnapshotTool;
import io.bellwether.etcd.snapshot.SnapshotTool.Facts;
import io.bellwether.execution.Machine;
import io.bellwether.execution.Randomness;
import java.io.IOException;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Makes a new cluster of one member out of what is left of a cluster whose quorum is lost for good.
 *
 * <p>Shape: first everything that could speak against it is asked; then the data is restored beside the member's, made
 * to fit on trial, and only then is discovery told that the old cluster is given up, by compare-and-set. From that
 * moment nodes of the old one that come back refuse to start. Last, the old data moves aside and the new takes its
 * place. Each failure before leaves everything as it was; after one behind it the same can be done again.
 *
 * <p>Threads: one at a time; blocks its caller, for minutes where the database is large.
 *
 * <p>Errors: {@link MemberException}.
 *
 * <p>Source: guarantee G-C6.
 */
public final class Restoration {

    /** Far beyond what any client can have seen, where a jump costs nothing: what etcd's own manual suggests. */
    private static final long JUMP = 1_000_000_000L;

    private static final Duration TIMEOUT = Duration.ofSeconds(2);

    private final RestoreOptions options;
    private final Machine machine;
    private final EtcdClient client;
    private final Discovery discovery;
    private final Optional<NodeIdentity> identity;
    private final Revisions revisions;
    private final Consumer<String> progress;
    private final Timers timers;
    private final Semaphore never = new Semaphore(0);

    /**
     * Of this node; nothing happens before {@link #run}.
     *
     * @param discovery where the cluster's nodes meet
     * @param http to the members where they are not secured; each request sets its deadline
     * @param progress told in words what is being done
     */
    public Restoration(
            RestoreOptions options, Machine machine, Discovery discovery, HttpClient http, Consumer<String> progress) {
        this.options = options;
        this.machine = machine;
        this.discovery = discovery;
        this.identity = options.security()
                .map(security -> new NodeIdentity(security, options.hosts(), options.tlsDir(), machine.random()));
        HttpClient toEtcd = HttpToMembers.of(identity, http, TIMEOUT, machine.executor());
        this.client = new EtcdClient(toEtcd, TIMEOUT);
        this.revisions = new Revisions(client, new MaintenanceClient(toEtcd), machine.executor());
        this.progress = progress;
        this.timers = Timers.of(options.electionTimeout());
    }

    /**
     * What came of it.
     *
     * @param lost the cluster that was given up; empty: there was none
     * @param cluster the new one
     * @param restored the revision that the data had
     * @param revision the revision at which the new cluster goes on
     */
    public record Restored(Optional<ClusterId> lost, ClusterId cluster, long restored, long revision) {}

    /** Restores, or refuses and changes nothing. */
    public Restored run() throws InterruptedException {
        EtcdVersion version = EtcdVersion.of(options.etcd());
        SnapshotTool tool = SnapshotTool.find(options.tools())
                .orElseThrow(() -> new MemberException(
                        Reason.NO_ETCD,
                        "neither " + String.join(" nor ", options.tools())
                                + " can restore here; install etcd's client programs, or name one with --tool"));
        try (NodeFile file = NodeFile.open(options.stateDir())) {
            return restore(file, version, tool);
        } catch (IOException refused) {
            throw new MemberException(Reason.UNUSABLE, "the files of the node cannot be used: " + refused, refused);
        }
    }

    private Restored restore(NodeFile file, EtcdVersion version, SnapshotTool tool)
            throws IOException, InterruptedException {
        NodeRecord record = file.load(machine.random());
        DataDirectory data = new DataDirectory(options.dataDir());
        if (data.isLocked()) {
            throw new MemberException(Reason.LOCKED, "an etcd still runs on " + options.dataDir() + "; end it first");
        }
        prove();
        watch();
        RestoreScout scout = new RestoreScout(client, discovery);
        Ruling ruling = new RestorePlanner(timers.dead()).rule(scout.look(options, record), options.confirmed());
        Optional<ClusterId> lost = switch (ruling) {
            case Ruling.Refuse(var cause, String text) -> throw new MemberException(Reason.REFUSED, text);
            case Ruling.Proceed(Optional<ClusterId> cluster) -> cluster;
        };
        Copy source = source(tool);
        Facts facts = value(tool.facts(source.file()));
        long mark = RevisionMark.open(options.stateDir()).value();
        long highest = Math.max(facts.revision(), Math.max(mark, options.beyond()));
        progress.accept("Restoring " + facts.keys() + " keys of revision " + facts.revision() + " with " + tool);

        Incarnation incarnation = NodeFile.incarnation(machine.random());
        Path directory = data.scratch();
        SnapshotFile.remove(directory);
        long raiseBy = tool.canRaise() ? highest - facts.revision() + JUMP : 0;
        String token = options.name() + "-" + Randomness.uuid(machine.random());
        Seed seed = new Seed(incarnation.memberName(options.name()), options.peerUrls(), token, raiseBy);
        Path restored = value(tool.restore(source, seed, directory));
        MemberStatus status = trial(restored, seed.name(), highest, tool);

        giveUp(lost, status.cluster());
        file.save(record.reborn(incarnation).belonging(status.cluster(), status.member(), version.text()));
        data.replaceBy(restored, incarnation);
        return new Restored(lost, status.cluster(), facts.revision(), status.revision());
    }

    /** The members of a secured cluster are asked, and the restored one is run, with this node's certificate. */
    private void prove() throws IOException {
        if (identity.isPresent()) {
            new Admission(identity.get(), discovery, machine).require(options.tlsDir());
        }
    }

    /** Where nobody can tell how old a report is, a node that lives shows it within the time of death. */
    private void watch() throws InterruptedException {
        Word seen = discovery.board();
        if (seen instanceof Word.Heard && discovery.ages() == Discovery.Ages.SINCE_FIRST_SEEN) {
            progress.accept("Watching for " + timers.dead().toSeconds() + " s whether any other node reports");
            if (never.tryAcquire(timers.dead().toMillis(), TimeUnit.MILLISECONDS)) {
                throw new IllegalStateException("nobody releases it");
            }
        }
    }

    /** What to restore: whole, as far as it says so itself. */
    private Copy source(SnapshotTool tool) throws IOException {
        Copy copy = switch (options.from()) {
            case RestoreOptions.Source.Snapshot(Path given) -> new Copy(given, Copy.Checksum.AT_END);
            case RestoreOptions.Source.Survivor survivor -> Survivor.find(options.stateDir(), options.dataDir(), tool);
        };
        if (copy.checksum() == Copy.Checksum.AT_END) {
            String sum = value(SnapshotFile.checksum(copy.file()));
            progress.accept("The snapshot " + copy.file() + " is whole: SHA-256 " + sum);
        }
        return copy;
    }

    /** The restored member at work, unseen: its revisions go on beyond everything that clients may have seen. */
    private MemberStatus trial(Path directory, String name, long highest, SnapshotTool tool)
            throws IOException, InterruptedException {
        try (TrialRun run = TrialRun.start(options, directory, name, client, machine.clock(), log())) {
            if (run.awaitLeader(Duration.ofMinutes(5)).isEmpty()) {
                throw unstartable(directory);
            }
            MemberStatus status = revisions.beyond(run.url(), highest, tool.canRaise(), progress);
            run.end();
            return status;
        }
    }

    private void giveUp(Optional<ClusterId> lost, ClusterId cluster) {
        Word word = discovery.restored(lost.orElse(cluster), cluster);
        if (!(word instanceof Word.Heard)) {
            throw new MemberException(
                    Reason.REFUSED,
                    "discovery did not take note that the cluster is given up, so that it is not: " + word);
        }
        progress.accept("Discovery knows: nodes of the old cluster refuse to start");
    }

    private Path log() {
        return options.stateDir().resolve("restore.log");
    }

    private MemberException unstartable(Path directory) {
        return new MemberException(
                Reason.REFUSED,
                "etcd does not run on " + directory + "; see the end of " + log() + "; nothing was changed");
    }

    private static <T> T value(Result<T> result) {
        return switch (result) {
            case Result.Done<T>(T value) -> value;
            case Result.Failed<T>(String why) ->
                throw new MemberException(Reason.REFUSED, why + "; nothing was changed");
        };
    }
}
