package io.bellwether.tests.fleet;

import io.bellwether.client.ApiClient;
import io.bellwether.client.ClientConfig;
import io.bellwether.client.ClientOptions;
import io.bellwether.client.Reply;
import io.bellwether.client.kubeconfig.Kubeconfig;
import io.bellwether.election.ElectionListener;
import io.bellwether.election.ElectionOptions;
import io.bellwether.election.LeaderElection;
import io.bellwether.election.Leadership;
import io.bellwether.election.core.ElectionTiming;
import io.bellwether.election.core.EndReason;
import io.bellwether.election.lease.LeaseLock;
import io.bellwether.execution.Deadline;
import io.bellwether.execution.RealMachine;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * A candidate of ours that gives itself away: with the options and the lines of the electors' contract, and more lines:
 * {@code believed BEFORE AFTER TOKEN} when it found its leadership valid between these two moments of the monotonic
 * clock, and {@code accepted TOKEN} or {@code refused TOKEN} for a write under the fence of its last term. It writes
 * whether it still leads or not, as a leader does that has not noticed.
 */
final class FleetMember implements ElectionListener {

    private static final long LOOK_EVERY_NANOS = TimeUnit.MILLISECONDS.toNanos(20);
    private static final long WRITE_EVERY_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
    private static final Duration WRITE_LIMIT = Duration.ofSeconds(5);

    private final String lease;
    private final AtomicReference<@Nullable Leadership> last = new AtomicReference<>();

    private FleetMember(String lease) {
        this.lease = lease;
    }

    /** Runs until it is ended. */
    public static void main(String[] arguments) throws InterruptedException {
        FleetMember member = new FleetMember(option(arguments, "--lease"));
        ClientConfig server =
                Kubeconfig.load(Path.of(option(arguments, "--kubeconfig"))).context("");
        Duration leaseDuration = Duration.ofMillis(Long.parseLong(option(arguments, "--lease-duration")));
        RealMachine real = RealMachine.open("member");
        LeaseLock lock = LeaseLock.of(server, "member", "default", member.lease, real.machine());
        LeaderElection election = new LeaderElection(
                lock,
                real.machine(),
                ElectionOptions.candidate(option(arguments, "--identity"))
                        .withTiming(ElectionTiming.ofLease(leaseDuration))
                        .withListener(member));
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            election.close();
            Runtime.getRuntime().halt(0);
        }));
        election.start();
        say("ready");
        real.machine().executor().execute(() -> member.writeForever(server, real));
        member.believeForever(election);
    }

    private static String option(String[] arguments, String name) {
        return arguments[Arrays.asList(arguments).indexOf(name) + 1];
    }

    private static synchronized void say(String line) {
        System.out.println(line);
    }

    private void believeForever(LeaderElection election) {
        while (true) {
            long before = System.nanoTime();
            Optional<Leadership> valid = election.current();
            long after = System.nanoTime();
            valid.ifPresent(leadership -> say("believed " + before + " " + after + " "
                    + leadership.fencingToken().value()));
            LockSupport.parkNanos(LOOK_EVERY_NANOS);
        }
    }

    private void writeForever(ClientConfig server, RealMachine real) {
        try (ApiClient client = new ApiClient(
                server,
                ClientOptions.of("member"),
                real.machine().clock(),
                real.machine().executor())) {
            while (true) {
                Leadership leadership = last.get();
                if (leadership != null) {
                    write(client, leadership.fencingToken().value(), real);
                }
                LockSupport.parkNanos(WRITE_EVERY_NANOS);
            }
        } catch (InterruptedException end) {
            Thread.currentThread().interrupt();
        }
    }

    private void write(ApiClient client, long token, RealMachine real) throws InterruptedException {
        Reply reply = client.send(
                FencedWrite.request(lease, token), Deadline.after(real.machine().clock(), WRITE_LIMIT));
        switch (reply) {
            case Reply.Success accepted -> say("accepted " + token);
            case Reply.Failure refused when refused.status().code() == 412 -> say("refused " + token);
            case Reply.Failure other -> say("failed " + other.status().code());
            case Reply.Unreachable lost -> say("lost");
            case Reply.Unknown lost -> say("lost");
        }
    }

    @Override
    public void onStarted(Leadership leadership) {
        last.set(leadership);
        say("started " + System.nanoTime() + " " + lease);
    }

    @Override
    public void onStopped(Leadership leadership, EndReason reason) {
        say("stopped " + System.nanoTime() + " " + lease + " " + reason);
    }

    @Override
    public void onLeaderChanged(Optional<String> holder) {
        say(("observed " + System.nanoTime() + " " + lease + " " + holder.orElse("")).strip());
    }
}
