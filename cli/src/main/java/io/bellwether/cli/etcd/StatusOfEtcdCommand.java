package io.bellwether.cli.etcd;

import io.bellwether.cli.command.CommandFailure;
import io.bellwether.cli.command.ExitCode;
import io.bellwether.cli.command.OutputFormat;
import io.bellwether.cli.command.Printer;
import io.bellwether.cli.command.Table;
import io.bellwether.etcd.core.Alarm;
import io.bellwether.etcd.core.Member;
import io.bellwether.etcd.core.MemberList;
import io.bellwether.etcd.core.Policy.SwitchedOn;
import io.bellwether.etcd.core.Registration;
import io.bellwether.etcd.core.Registration.Wish;
import io.bellwether.etcd.discovery.Report;
import io.bellwether.etcd.gateway.EtcdClient;
import io.bellwether.etcd.gateway.MemberStatus;
import io.bellwether.etcd.gateway.Stored;
import io.bellwether.etcd.gateway.Urls;
import io.bellwether.etcd.member.ClusterReports;
import io.bellwether.etcd.member.Settings;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** {@code bellwether etcd status}. */
@Command(
        name = "status",
        mixinStandardHelpOptions = true,
        header = "Shows the members of a cluster: what each is, whether it answers, how far it is.",
        footer = {"", "Example:", "  bellwether etcd status --endpoints http://10.0.0.1:2379,http://10.0.0.2:2379"})
final class StatusOfEtcdCommand implements Callable<Integer> {

    /** Home, and clear what follows: the terminal's own words. */
    private static final String CLEAR = "\033[H\033[J";

    private static final List<String> HEADINGS =
            List.of("MEMBER", "NAME", "ROLE", "HEALTH", "VERSION", "BEHIND", "CLIENT URLS", "LAST DECISION");

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private Endpoints endpoints = new Endpoints();

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FORMAT",
            description = "${COMPLETION-CANDIDATES}; default ${DEFAULT-VALUE}.")
    private OutputFormat output = OutputFormat.TABLE;

    @Option(
            names = {"-w", "--watch"},
            description = "Look again every second, until it is interrupted.")
    private boolean watch;

    /** Code 1 when no quorum stands behind what is printed. */
    @Override
    public Integer call() throws InterruptedException {
        EtcdClient client = endpoints.client();
        if (!watch) {
            return show(client);
        }
        Semaphore never = new Semaphore(0);
        PrintWriter out = spec.commandLine().getOut();
        do {
            if (output == OutputFormat.TABLE && isTerminal()) {
                out.print(CLEAR);
            }
            try {
                int unused = show(client);
            } catch (CommandFailure notNow) {
                out.println(notNow.getMessage());
            }
            out.flush();
        } while (!never.tryAcquire(1, TimeUnit.SECONDS));
        return ExitCode.DONE;
    }

    private static boolean isTerminal() {
        try {
            return Files.readSymbolicLink(Path.of("/proc/self/fd/1")).startsWith("/dev");
        } catch (IOException unknown) {
            return false;
        }
    }

    private int show(EtcdClient client) {
        Seen seen = look(client);
        ObjectNode data = JsonNodeFactory.instance.objectNode();
        data.put("cluster", seen.list().cluster().toString());
        data.put("quorum", seen.list().isConfirmed());
        seen.settings()
                .ifPresent(settings -> data.put("size", settings.size())
                        .put("strategy", settings.strategy().name().toLowerCase(Locale.ROOT))
                        .put("paused", settings.switchedOn() == SwitchedOn.PAUSED));
        seen.alarms().forEach(alarm -> data.withArray("alarms").add(alarm.name()));
        ArrayNode members = data.putArray("members");
        List<List<String>> rows = new ArrayList<>();
        List<Line> lines = seen.list().members().stream()
                .map(member -> Line.of(client, member, seen))
                .toList();
        long furthest = lines.stream().mapToLong(Line::applied).max().orElse(0);
        for (Line each : lines) {
            members.add(each.json(furthest));
            rows.add(each.cells(furthest));
        }
        ArrayNode waiting = data.putArray("waiting");
        for (Report each : seen.waiting()) {
            Registration node = each.registration();
            String standing = node.standing().name().toLowerCase(Locale.ROOT);
            waiting.addObject()
                    .put("name", node.name())
                    .put("standing", standing)
                    .put("said", each.said());
            rows.add(List.of("", node.name(), standing, "", "", "", String.join(",", each.clientUrls()), each.said()));
        }
        new Printer(spec.commandLine().getOut(), output).print(data, new Table(HEADINGS, rows));
        if (!seen.list().isConfirmed()) {
            throw CommandFailure.of("no quorum: the list is one member's own");
        }
        return ExitCode.DONE;
    }

    private record Seen(MemberList list, Optional<Settings> settings, List<Report> reports, Set<Alarm> alarms) {

        /** Nodes that run no member of the list. */
        List<Report> waiting() {
            return reports.stream()
                    .filter(report ->
                            report.registration().member().flatMap(list::find).isEmpty())
                    .toList();
        }
    }

    private Seen look(EtcdClient client) {
        List<URI> servers = endpoints.urls();
        for (URI server : servers) {
            Optional<EtcdClient.Confirmed> confirmed =
                    client.confirmedMembers(server, Settings.KEY).given();
            if (confirmed.isPresent()) {
                Optional<Settings> settings =
                        confirmed.get().read().map(Stored::value).flatMap(Settings::parse);
                return new Seen(
                        confirmed.get().list(),
                        settings,
                        ClusterReports.all(client, server),
                        client.alarms(server).given().orElseGet(Set::of));
            }
        }
        return servers.stream()
                .flatMap(server -> client.localMembers(server).given().stream())
                .findFirst()
                .map(list -> new Seen(list, Optional.empty(), List.of(), Set.of()))
                .orElseThrow(() -> CommandFailure.of(
                        "no member answers at " + Urls.join(servers) + "; name others with --endpoints"));
    }

    /** A member, and what it says about itself. */
    private record Line(Member member, Optional<MemberStatus> status, Optional<Report> report, Set<Alarm> alarms) {

        static Line of(EtcdClient client, Member member, Seen seen) {
            return new Line(
                    member,
                    member.clientUrls().stream()
                            .flatMap(url -> Urls.parse(url).stream())
                            .flatMap(url -> client.status(url).given().stream())
                            .findFirst(),
                    seen.reports().stream()
                            .filter(report -> report.registration()
                                    .member()
                                    .filter(member.id()::equals)
                                    .isPresent())
                            .findFirst(),
                    seen.alarms());
        }

        private String said() {
            return report.map(Report::said).orElse("");
        }

        long applied() {
            return status.map(MemberStatus::appliedIndex).orElse(0L);
        }

        private String role() {
            if (!member.isVoter()) {
                return "learner";
            }
            return status.filter(MemberStatus::isLeader).isPresent() ? "leader" : "voter";
        }

        private String health() {
            if (!member.isStarted()) {
                return "not started";
            }
            if (status.isEmpty()) {
                return "silent";
            }
            if (status.get().leader().isEmpty()) {
                return "no leader";
            }
            // etcd may name the wrong member in an alarm, and refuses writes on all of them.
            if (!alarms.isEmpty()) {
                return alarms.contains(Alarm.NO_SPACE) ? "full" : "corrupt";
            }
            return report.filter(last -> last.registration().wish() == Wish.LEAVE)
                            .isPresent()
                    ? "leaving"
                    : "ok";
        }

        List<String> cells(long furthest) {
            return List.of(
                    member.id().toString(),
                    member.name(),
                    role(),
                    health(),
                    status.map(MemberStatus::version).orElse(""),
                    status.map(known -> Long.toString(furthest - known.appliedIndex()))
                            .orElse(""),
                    String.join(",", member.clientUrls()),
                    said());
        }

        ObjectNode json(long furthest) {
            ObjectNode json = JsonNodeFactory.instance.objectNode();
            json.put("member", member.id().toString()).put("name", member.name());
            json.put("role", role()).put("health", health()).put("said", said());
            status.ifPresent(known -> json.put("version", known.version())
                    .put("applied", known.appliedIndex())
                    .put("behind", furthest - known.appliedIndex())
                    .put("sizeBytes", known.sizeBytes()));
            member.peerUrls().forEach(json.putArray("peerUrls")::add);
            member.clientUrls().forEach(json.putArray("clientUrls")::add);
            return json;
        }
    }
}
