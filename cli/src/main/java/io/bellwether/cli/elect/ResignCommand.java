package io.bellwether.cli.elect;

import io.bellwether.apimachinery.ApiObject;
import io.bellwether.apimachinery.GroupVersionResource;
import io.bellwether.cli.command.CommandFailure;
import io.bellwether.cli.command.DurationConverter;
import io.bellwether.cli.command.ExitCode;
import io.bellwether.cli.server.LeaseName;
import io.bellwether.cli.server.LeaseOptions;
import io.bellwether.cli.server.ServerChoice;
import io.bellwether.client.ApiClient;
import io.bellwether.client.ClientOptions;
import io.bellwether.client.PatchFormat;
import io.bellwether.client.Reply;
import io.bellwether.client.Request;
import io.bellwether.client.ResourcePath;
import io.bellwether.client.WriteOptions;
import io.bellwether.execution.Clock;
import io.bellwether.execution.Deadline;
import io.bellwether.execution.Machine;
import io.bellwether.execution.RealMachine;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** {@code bellwether elect resign}: asks the holder of a Lease, wherever it runs, to let others lead. */
@Command(
        name = "resign",
        mixinStandardHelpOptions = true,
        exitCodeOnInvalidInput = ElectExit.USAGE,
        exitCodeOnExecutionException = ElectExit.SOFTWARE,
        header = "Asks the candidate that leads to let others lead.%n",
        footer = {
            "%nThe holder stops its command, in its --grace, releases the Lease, lets others go first and stands as a",
            "candidate again. It understands the request when it is a bellwether elect. Needs get and patch on the Lease.",
            "%nExit codes: 0 it has resigned, or nobody led; 1 it still leads after --wait, another one than --to leads,",
            "or the server refused; 64 wrong usage; 78 bad configuration.",
            "%nExample",
            "  bellwether elect resign --lease=default/backup",
            "  bellwether elect resign --lease=default/backup --to=host-b_4d7a9e10",
        })
final class ResignCommand implements Callable<Integer> {

    private static final GroupVersionResource LEASES = new GroupVersionResource("coordination.k8s.io", "v1", "leases");
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final long LOOK_EVERY_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
    private static final int MISSING = 404;

    @Mixin
    private LeaseOptions lease = new LeaseOptions();

    @Option(
            names = "--wait",
            paramLabel = "TIME",
            converter = DurationConverter.class,
            description = "How long to wait for it. Default: 30s.")
    private Duration patience = Duration.ofSeconds(30);

    @Option(
            names = "--to",
            paramLabel = "NAME",
            description =
                    "The candidate that is to lead next; if it does not take the Lease within two seconds, anybody may. Default: anybody.")
    private String successor = "";

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli before call()
    private CommandSpec spec;

    @Override
    public Integer call() throws InterruptedException {
        ServerChoice choice = lease.server();
        LeaseName name = lease.lease(choice);
        try (RealMachine real = RealMachine.open("elect-resign")) {
            Machine machine = real.machine();
            try (ApiClient client = new ApiClient(
                    choice.config(), ClientOptions.of("bellwether"), machine.clock(), machine.executor())) {
                return resign(client, name, machine.clock());
            }
        }
    }

    private int resign(ApiClient client, LeaseName name, Clock clock) throws InterruptedException {
        ResourcePath path = ResourcePath.object(LEASES, name.namespace(), name.name());
        Optional<ApiObject> before = get(client, path, clock);
        String holder = before.map(found -> field(found, "holderIdentity")).orElse("");
        if (holder.isEmpty()) {
            return say("nobody leads " + name);
        }
        if (holder.equals(successor)) {
            return say(holder + " leads " + name + " already");
        }
        String term = field(before.orElseThrow(), "acquireTime");
        Request.Patch ask = new Request.Patch(path, PatchFormat.MERGE, request(term), WriteOptions.DEFAULT);
        ApiObject unused = require(client.send(ask, Deadline.after(clock, PATIENCE)));
        Deadline deadline = Deadline.after(clock, patience);
        if (!isOver(client, path, term, deadline, clock)) {
            throw CommandFailure.of(holder + " still leads " + name + " after " + patience.toMillis()
                    + " ms; is it a bellwether elect, and is its --grace shorter?");
        }
        return successor.isEmpty()
                ? say(holder + " has resigned from " + name)
                : sayWhoFollows(holder, name, next(client, path, deadline, clock));
    }

    private ObjectNode request(String term) {
        ObjectNode patch = JsonNodeFactory.instance.objectNode();
        ObjectNode annotations = patch.putObject("metadata").putObject("annotations");
        annotations.put(ElectLock.RESIGN, term);
        if (successor.isEmpty()) {
            // What an earlier request has left there would be taken for this one's.
            annotations.putNull(ElectLock.RESIGN_TO);
        } else {
            annotations.put(ElectLock.RESIGN_TO, successor);
        }
        return patch;
    }

    private int sayWhoFollows(String holder, LeaseName name, String follower) {
        String resigned = holder + " has resigned from " + name;
        if (!follower.equals(successor)) {
            throw CommandFailure.of(
                    resigned + ", but " + (follower.isEmpty() ? "nobody leads yet" : follower + " leads") + ", not "
                            + successor + "; is it a candidate?");
        }
        return say(resigned + ", " + follower + " leads");
    }

    /** Whether the term ends in time: its acquireTime has gone. */
    private static boolean isOver(ApiClient client, ResourcePath path, String term, Deadline deadline, Clock clock)
            throws InterruptedException {
        while (get(client, path, clock)
                .filter(found -> field(found, "acquireTime").equals(term))
                .isPresent()) {
            if (deadline.isOver(clock)) {
                return false;
            }
            LockSupport.parkNanos(LOOK_EVERY_NANOS);
        }
        return true;
    }

    /** Who holds the Lease next; empty when nobody does in time. */
    private static String next(ApiClient client, ResourcePath path, Deadline deadline, Clock clock)
            throws InterruptedException {
        String holder = "";
        while (holder.isEmpty() && !deadline.isOver(clock)) {
            holder = get(client, path, clock)
                    .map(found -> field(found, "holderIdentity"))
                    .orElse("");
            if (holder.isEmpty()) {
                LockSupport.parkNanos(LOOK_EVERY_NANOS);
            }
        }
        return holder;
    }

    private int say(String line) {
        PrintWriter out = spec.commandLine().getOut();
        out.println(line);
        out.flush();
        return ExitCode.DONE;
    }

    private static String field(ApiObject lease, String name) {
        return lease.json().path("spec").path(name).asString("");
    }

    private static Optional<ApiObject> get(ApiClient client, ResourcePath path, Clock clock)
            throws InterruptedException {
        Reply reply = client.send(new Request.Get(path), Deadline.after(clock, PATIENCE));
        boolean isMissing =
                reply instanceof Reply.Failure failure && failure.status().code() == MISSING;
        return isMissing ? Optional.empty() : Optional.of(require(reply));
    }

    private static ApiObject require(Reply reply) {
        return switch (reply) {
            case Reply.Success success -> success.object();
            case Reply.Failure failure ->
                throw CommandFailure.of(
                        "the server refused: " + failure.status().message());
            case Reply.Unreachable unreachable ->
                throw CommandFailure.of(unreachable.fault().message());
            case Reply.Unknown unknown ->
                throw CommandFailure.of(unknown.fault().message());
        };
    }
}
