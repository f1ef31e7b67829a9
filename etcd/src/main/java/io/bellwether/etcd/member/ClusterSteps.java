package io.bellwether.etcd.member;

import io.bellwether.etcd.core.Cause;
import io.bellwether.etcd.core.ClusterPlanner;
import io.bellwether.etcd.core.ClusterView;
import io.bellwether.etcd.core.History;
import io.bellwether.etcd.core.MemberId;
import io.bellwether.etcd.core.Plan;
import io.bellwether.etcd.core.Policy;
import io.bellwether.etcd.core.Quorum;
import io.bellwether.etcd.core.QuorumGuard;
import io.bellwether.etcd.core.Reason;
import io.bellwether.etcd.core.Verdict;
import io.bellwether.etcd.gateway.Answer;
import io.bellwether.etcd.gateway.EtcdClient;
import io.bellwether.etcd.gateway.Urls;
import io.bellwether.execution.Clock;
import io.bellwether.execution.Machine;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.Executor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Plans one step about the membership, has the guard agree, and takes it.
 *
 * <p>Shape: a step whose answer does not come may or may not have been taken: then nothing is done until the list has
 * been read again, with a quorum behind it.
 *
 * <p>Threads: owned by the supervisor's thread; a snapshot is saved beside it, on the executor.
 */
final class ClusterSteps {

    private static final Logger log = LoggerFactory.getLogger(ClusterSteps.class);
    private static final Duration HOUR = Duration.ofHours(1);

    /** Longer than anything is waited for: it has never happened. */
    private static final Duration NEVER = Duration.ofDays(365);

    private final ClusterPlanner planner = new ClusterPlanner();
    private final QuorumGuard guard = new QuorumGuard();
    private final EtcdClient client;
    private final Clock clock;
    private final Executor executor;
    private final Duration deadline;
    private final Path salvage;
    private final Deque<Long> removals = new ArrayDeque<>();
    private Optional<String> unconfirmed = Optional.empty();
    private Optional<Long> movedLeaderAt = Optional.empty();
    private Optional<Long> savedAt = Optional.empty();

    /**
     * Steps by way of this client.
     *
     * @param electionTimeout of etcd, which answers no later than 5 s and two of these after a request
     * @param salvage the file to save to what is here when there is no quorum
     */
    ClusterSteps(EtcdClient client, Machine machine, Duration electionTimeout, Path salvage) {
        this.client = client;
        this.clock = machine.clock();
        this.executor = machine.executor();
        this.salvage = salvage;
        this.deadline =
                Duration.ofSeconds(5).plus(electionTimeout.multipliedBy(2)).multipliedBy(2);
    }

    /** A list was read with a quorum behind it: it shows what became of the last step. */
    void settled() {
        unconfirmed = Optional.empty();
    }

    History history(Duration stableFor) {
        long now = clock.nanos();
        while (!removals.isEmpty() && now - removals.getFirst() > HOUR.toNanos()) {
            removals.removeFirst();
        }
        return new History(unconfirmed, removals.size(), stableFor, since(movedLeaderAt, now), since(savedAt, now));
    }

    private static Duration since(Optional<Long> at, long now) {
        return at.map(then -> Duration.ofNanos(now - then)).orElse(NEVER);
    }

    /** The step that would be taken now. */
    Plan plan(ClusterView view, Policy policy) {
        Plan plan = planner.plan(view, policy);
        if (plan instanceof Plan.MembershipChange change
                && guard.check(view, policy, change) instanceof Verdict.Denied(String why)) {
            Reason wish = plan.reason();
            return new Plan.Wait(
                    new Reason(wish.rule(), Cause.GUARDED, wish.text() + ", but the guard does not agree: " + why));
        }
        return plan;
    }

    /**
     * Takes it.
     *
     * @param endpoint where the member here answers: beside the leader, but for a move of leadership from elsewhere
     */
    void take(Plan plan, ClusterView view, URI endpoint) {
        switch (plan) {
            case Plan.AddLearner add -> done(plan, client.addLearner(endpoint, add.peerUrls(), deadline));
            case Plan.PromoteLearner promote -> done(plan, client.promote(endpoint, promote.member(), deadline));
            case Plan.UpdateMember update ->
                done(plan, client.update(endpoint, update.member(), update.peerUrls(), deadline));
            case Plan.RemoveMember remove -> {
                if (remove.reason().cause() == Cause.DEAD) {
                    removals.addLast(clock.nanos());
                }
                done(plan, client.remove(endpoint, remove.member(), deadline));
            }
            case Plan.MoveLeader move -> {
                movedLeaderAt = Optional.of(clock.nanos());
                done(plan, client.moveLeader(leader(view, endpoint), move.to(), deadline));
            }
            case Plan.SaveSnapshot save -> {
                savedAt = Optional.of(clock.nanos());
                executor.execute(() -> saved(client.snapshot(endpoint, salvage)));
            }
            case Plan.Wait wait -> {}
            case Plan.Refuse refuse -> {}
            case Plan.GrantRestart grant -> Restarts.grant(client, endpoint, view.members(), grant);
            case Plan.ProposeFounders node -> {}
            case Plan.Bootstrap node -> {}
            case Plan.LatchFormed node -> {}
            case Plan.Resume node -> {}
            case Plan.StartMember node -> {}
            case Plan.StopMember node -> {}
            case Plan.DeclareLost node -> {}
            case Plan.MoveDataAside node -> {}
        }
    }

    private void saved(Answer<Long> answer) {
        log.atWarn()
                .addKeyValue("file", salvage)
                .addKeyValue("answer", answer.text())
                .log("Saved what is here, because there is no quorum");
    }

    private static URI leader(ClusterView view, URI own) {
        Optional<MemberId> leader =
                view.quorum() instanceof Quorum.Confirmed(MemberId id) ? Optional.of(id) : Optional.empty();
        return leader.flatMap(view.members()::find).stream()
                .flatMap(member -> member.clientUrls().stream())
                .flatMap(url -> Urls.parse(url).stream())
                .findFirst()
                .orElse(own);
    }

    private void done(Plan plan, Answer<?> answer) {
        String step = plan.getClass().getSimpleName();
        if (answer instanceof Answer.Silent) {
            unconfirmed = Optional.of(step + ": " + plan.reason().text());
        }
        log.atInfo()
                .addKeyValue("step", step)
                .addKeyValue("reason", plan.reason())
                .addKeyValue("answer", answer.text())
                .log("Took a step about the membership");
    }
}
