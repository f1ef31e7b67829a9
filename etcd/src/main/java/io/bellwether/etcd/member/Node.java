package io.bellwether.etcd.member;

import io.bellwether.etcd.core.DataState;
import io.bellwether.etcd.core.MemberId;
import io.bellwether.etcd.core.MemberList;
import io.bellwether.etcd.core.Past;
import io.bellwether.etcd.core.ProcessState;
import io.bellwether.etcd.core.Registration;
import io.bellwether.etcd.core.Registration.Standing;
import io.bellwether.etcd.core.Registration.Wish;
import io.bellwether.etcd.discovery.Report;
import io.bellwether.etcd.gateway.Answer;
import io.bellwether.etcd.gateway.EtcdClient;
import io.bellwether.etcd.gateway.MemberStatus;
import io.bellwether.etcd.gateway.Urls;
import io.bellwether.etcd.member.EtcdProcess.Answered;
import io.bellwether.execution.Clock;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * What a supervisor has under its hands: the record, the data directory and the process of its node.
 *
 * <p>Threads: owned by the supervisor's thread.
 */
final class Node implements AutoCloseable {

    final MemberOptions options;
    final DataDirectory data;
    final EtcdProcess process;
    private final NodeFile file;
    private EtcdVersion version;
    private NodeRecord record;

    private Node(
            MemberOptions options,
            NodeFile file,
            EtcdVersion version,
            NodeRecord record,
            DataDirectory data,
            EtcdProcess process) {
        this.options = options;
        this.file = file;
        this.version = version;
        this.record = record;
        this.data = data;
        this.process = process;
    }

    /** Takes hold of the node; changes nothing of etcd's. */
    static Node open(MemberOptions options, Clock clock, RandomGenerator random)
            throws IOException, InterruptedException {
        EtcdVersion version = EtcdVersion.of(options.etcd().program());
        NodeFile file = NodeFile.open(options.stateDir());
        Node opened = null;
        try {
            DataDirectory data = new DataDirectory(options.dataDir());
            EtcdProcess process = EtcdProcess.prepare(clock, data, file.log());
            NodeRecord record = file.load(random);
            // Each of the two may be lost alone: who deletes etcd's files leaves its log, and the other way round.
            if (record.isBeforeFirstStart(process.logBytes()) && data.isUntouched(record.incarnation())) {
                process.neverRan();
            }
            opened = new Node(options, file, version, record, data, process);
            return opened;
        } finally {
            if (opened == null) {
                file.close();
            }
        }
    }

    NodeRecord record() {
        return record;
    }

    /** Durable before it is relied on. */
    void remember(NodeRecord now) {
        if (!now.equals(record)) {
            file.save(now);
            record = now;
        }
    }

    /** Where the member here answers clients. */
    URI endpoint() {
        return Urls.parse(options.addresses().client().getFirst())
                .orElseThrow(() -> new IllegalStateException("the options were checked"));
    }

    String memberName() {
        return record.incarnation().memberName(options.name());
    }

    /**
     * What lies in the data directory.
     *
     * @param state of the process here: while it runs, it is the one that holds the lock
     */
    DataState dataState(ProcessState state) throws InterruptedException {
        DataState found = data.look(record.incarnation());
        if (!(found instanceof DataState.Present) || !(state instanceof ProcessState.Stopped)) {
            return found;
        }
        return data.isLocked()
                ? new DataState.Locked()
                : refusesToFollow().<DataState>map(DataState.TooOld::new).orElse(found);
    }

    /** Why the etcd that is installed now cannot follow on the data here; empty: it can. */
    Optional<String> refusesToFollow() throws InterruptedException {
        // While another version is being installed there may be none: then the last answer holds.
        version = EtcdVersion.find(options.etcd().program()).orElse(version);
        return version.refuses(record.version())
                .or(() -> isNextMinor() ? version.refuses(data.oldForm()) : Optional.empty());
    }

    /** What etcd is started with so that the next minor version can follow on the data. */
    List<String> flagsForTheNext() {
        return version.flagsForTheNext(data::oldForm);
    }

    private boolean isNextMinor() {
        return EtcdVersion.parse(record.version())
                .filter(was -> was.minor() < version.minor())
                .isPresent();
    }

    /** Copies the data of an earlier minor version, before a later one changes its form. */
    void backUp() {
        EtcdVersion.parse(record.version())
                .filter(was -> was.minor() != version.minor() && data.hasLog())
                .ifPresent(was -> data.backUp("before-" + version.major() + "." + version.minor()));
    }

    /** What the member here says about itself, and with it how its process is. */
    record Answering(ProcessState state, Optional<MemberStatus> status) {}

    Answering ask(EtcdClient client) throws IOException {
        Optional<MemberStatus> status =
                process.isAlive() ? client.status(endpoint()).given() : Optional.empty();
        ProcessState state = process.state(status.isPresent() ? Answered.YES : Answered.NO, () -> answersPeers(client));
        return new Answering(state, status);
    }

    private boolean answersPeers(EtcdClient client) {
        return options.addresses().peer().stream()
                .flatMap(url -> Urls.parse(url).stream())
                .anyMatch(url -> client.peerVersion(url) instanceof Answer.Given);
    }

    /** A quorum lists the member that runs here. */
    void belongs(MemberStatus status) {
        remember(record.belonging(status.cluster(), status.member(), status.version()));
    }

    /** Where the members answer: without discovery this node finds them again, even with an empty disk. */
    void knows(MemberList list) {
        remember(record.knowing(list));
    }

    /** What the others are told. */
    Report report(String said, Wish wish) {
        boolean hasData = data.hasLog();
        Optional<MemberId> member =
                hasData && record.lost().isEmpty() ? record.past().id() : Optional.empty();
        Registration registration = new Registration(
                record.node(),
                record.incarnation(),
                options.name(),
                options.addresses().peer(),
                options.zone(),
                options.priority(),
                standing(hasData),
                wish,
                member,
                record.lost(),
                0,
                Duration.ZERO);
        return new Report(registration, options.addresses().client(), said);
    }

    /** A node whose data is declared lost becomes a candidate with the removal of the member that it was. */
    private Standing standing(boolean hasData) {
        if (record.lost().isPresent()) {
            return Standing.CANDIDATE;
        }
        return switch (record.past()) {
            case Past.None none -> hasData ? Standing.QUARANTINED : Standing.CANDIDATE;
            case Past.Founding founding -> hasData ? Standing.MEMBER : Standing.STARTING;
            case Past.Joining joining -> hasData ? Standing.MEMBER : Standing.STARTING;
            case Past.Belonging belonging -> hasData ? Standing.MEMBER : Standing.STARTING;
        };
    }

    @Override
    public void close() {
        process.close();
        file.close();
    }
}
