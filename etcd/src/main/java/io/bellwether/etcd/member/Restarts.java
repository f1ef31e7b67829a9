package io.bellwether.etcd.member;

import io.bellwether.etcd.core.MemberId;
import io.bellwether.etcd.core.MemberList;
import io.bellwether.etcd.core.Plan;
import io.bellwether.etcd.core.Registration.Wish;
import io.bellwether.etcd.gateway.EtcdClient;
import io.bellwether.etcd.gateway.MemberStatus;
import io.bellwether.etcd.gateway.Stored;
import io.bellwether.execution.Clock;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Restarts of all members, one after the other, which people ask for: after another version of etcd was installed, or
 * for other flags.
 *
 * <p>Shape: a member whose process is older than the request wishes to restart, and does when it is its turn. Where the
 * version that is installed cannot follow on the data, it stays as it is and says so. A learner counts for nothing and
 * needs no turn. A leader wishes it some time later than the others: it is to be the last, and its supervisor, which
 * gives the turns, hears its own wish at once but those of the others only with their next reports.
 *
 * <p>Threads: owned by the supervisor's thread.
 */
final class Restarts {

    private static final Logger log = LoggerFactory.getLogger(Restarts.class);

    /** After so many election timeouts every supervisor has read a request and said what it wishes. */
    private static final int HEARD_BY_ALL = 5;

    private final EtcdClient client;
    private final Node node;
    private final Clock clock;
    private final Duration heardByAll;
    private Optional<String> heard = Optional.empty();
    private long heardAt;
    private Optional<String> served = Optional.empty();
    private int starts = -1;
    private Wish wish = Wish.NONE;
    private Optional<String> refusal = Optional.empty();

    Restarts(EtcdClient client, Node node, Clock clock) {
        this.client = client;
        this.node = node;
        this.clock = clock;
        this.heardByAll = node.options.etcd().electionTimeout().multipliedBy(HEARD_BY_ALL);
    }

    /** What this node tells the others. */
    Wish wish() {
        return wish;
    }

    /** What this node says, with why it did not restart when it was asked to last. */
    String saying(String said) {
        return refusal.map(why -> said + "; did not restart: " + why).orElse(said);
    }

    /** Looks at what is asked for, and restarts where it may. */
    void look(URI through, Optional<MemberStatus> own) throws InterruptedException {
        Optional<Optional<Stored>> read = client.get(through, Turn.REQUEST_KEY).given();
        if (read.isEmpty()) {
            return;
        }
        Optional<String> request = read.get().map(Stored::value);
        if (starts != node.process.starts()) {
            starts = node.process.starts();
            served = request;
            refusal = Optional.empty();
        }
        long now = clock.nanos();
        heardAt = request.equals(heard) ? heardAt : now;
        heard = request;
        wish = request.equals(served)
                ? Wish.NONE
                : unserved(
                        own.filter(MemberStatus::isLeader).isPresent() ? Role.LEADER : Role.OTHER,
                        Duration.ofNanos(now - heardAt),
                        heardByAll);
        Optional<MemberId> member = node.record().past().id();
        if (request.isEmpty() || member.isEmpty() || !node.process.isStarted()) {
            return;
        }
        if (wish == Wish.RESTART && own.filter(MemberStatus::learner).isPresent()) {
            restart(request.get());
            return;
        }
        Optional<Stored> stored = client.get(through, Turn.KEY).given().flatMap(found -> found);
        Optional<Turn> turn = stored.flatMap(found -> Turn.parse(found.value()))
                .filter(found -> found.member().equals(member.get()) && found.state() == Turn.State.GIVEN);
        if (turn.isPresent() && wish == Wish.RESTART && turn.get().request().equals(request.get())) {
            restart(request.get());
        } else if (turn.isPresent()) {
            boolean ended = client.putIfUnchanged(
                            through,
                            Turn.KEY,
                            turn.get().over().toJson(),
                            stored.get().modRevision())
                    .given()
                    .orElse(false);
            log.atInfo()
                    .addKeyValue("member", member.get())
                    .addKeyValue("ended", ended)
                    .log("Ended the turn");
        }
    }

    /** Whether the member here leads. */
    enum Role {
        /** It does. */
        LEADER,
        /** It does not. */
        OTHER
    }

    /**
     * What a member wishes whose process is older than a request.
     *
     * @param known for how long it has known of the request
     * @param heardByAll after how long all others have, and have said what they wish
     */
    static Wish unserved(Role role, Duration known, Duration heardByAll) {
        return role == Role.LEADER && known.compareTo(heardByAll) < 0 ? Wish.NONE : Wish.RESTART;
    }

    private void restart(String request) throws InterruptedException {
        refusal = node.refusesToFollow();
        if (refusal.isPresent()) {
            served = Optional.of(request);
            wish = Wish.NONE;
            log.atError().addKeyValue("reason", refusal.get()).log("Did not restart");
            return;
        }
        log.atInfo().addKeyValue("reason", request).log("Restarted etcd, as was asked for");
        node.process.terminate();
    }

    /** Gives the turn to a member, unless another one has it; the plan says that all others are well. */
    static void grant(EtcdClient client, URI leader, MemberList members, Plan.GrantRestart grant) {
        Optional<String> request = client.get(leader, Turn.REQUEST_KEY)
                .given()
                .flatMap(found -> found)
                .map(Stored::value);
        Optional<Optional<Stored>> stored = client.get(leader, Turn.KEY).given();
        if (request.isEmpty() || stored.isEmpty()) {
            return;
        }
        Optional<Turn> current = stored.get().flatMap(found -> Turn.parse(found.value()));
        boolean had = current.filter(turn -> turn.request().equals(request.get()))
                .filter(turn -> turn.member().equals(grant.member()))
                .isPresent();
        if (had || current.filter(turn -> !turn.isOver(members)).isPresent()) {
            // Either it is somebody's turn, or this member had its own and what it says has yet to reach us.
            return;
        }
        boolean given = client.putIfUnchanged(
                        leader,
                        Turn.KEY,
                        Turn.given(request.get(), grant.member()).toJson(),
                        stored.get().map(Stored::modRevision).orElse(0L))
                .given()
                .orElse(false);
        log.atInfo()
                .addKeyValue("member", grant.member())
                .addKeyValue("given", given)
                .addKeyValue("reason", grant.reason())
                .log("Gave the turn to restart");
    }
}
