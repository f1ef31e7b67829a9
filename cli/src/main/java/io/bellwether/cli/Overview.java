package io.bellwether.cli;

import java.io.PrintWriter;
import java.util.List;
import picocli.CommandLine.Help.Ansi;

/** What {@code bellwether --help} prints: the commands, and how one begins. */
final class Overview {

    private Overview() {}

    static void print(List<Program.Entry> entries, PrintWriter out, Ansi ansi) {
        int width =
                entries.stream().mapToInt(entry -> entry.name().length()).max().orElse(0);
        out.println(ansi.string(
                "@|bold bellwether|@ - a control plane in one program: API server, leader election, controllers"));
        out.println();
        out.println(ansi.string("@|bold Usage|@"));
        out.println("  bellwether COMMAND [OPTIONS]     bellwether COMMAND --help tells more");
        out.println();
        out.println(ansi.string("@|bold Commands|@"));
        for (Program.Entry entry : entries) {
            if (!entry.summary().isEmpty()) {
                out.println(ansi.string("  @|bold " + entry.name() + "|@"
                        + " ".repeat(width - entry.name().length() + 3) + entry.summary()));
            }
        }
        out.println();
        out.println(ansi.string("@|bold Begin|@"));
        out.println(
                "  bellwether demo                                        see all of it at work, in about a minute");
        out.println("  bellwether up                                          a control plane on this machine");
        out.println("  export KUBECONFIG=~/.bellwether/admin.kubeconfig       then kubectl works, too");
        out.println(
                "  bellwether elect --lease default/job -- ./job.sh       run a command on one of many machines at a time");
        out.println("  bellwether leases -A                                   who leads what");
        out.flush();
    }
}
