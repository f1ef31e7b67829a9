package io.bellwether.cli.etcd;

import io.bellwether.cli.command.ExitCode;
import io.bellwether.etcd.core.Policy.SwitchedOn;
import io.bellwether.etcd.member.Settings;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code bellwether etcd pause}. */
@Command(
        name = "pause",
        mixinStandardHelpOptions = true,
        header = "Has the supervisors change nothing about the membership, until \"bellwether etcd resume\".",
        footer = {
            "",
            "For work by hand. Each supervisor goes on to look after the process of its own member; status shows what it"
                    + " sees. Nobody dead is replaced meanwhile.",
            "",
            "Example:",
            "  bellwether etcd pause --endpoints http://10.0.0.1:2379"
        })
final class PauseCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private Endpoints endpoints = new Endpoints();

    /** The cluster remembers it. */
    @Override
    public Integer call() {
        Settings unused = SettingsChange.make(endpoints, settings -> settings.with(SwitchedOn.PAUSED));
        spec.commandLine()
                .getOut()
                .println("The supervisors change nothing about the membership until bellwether etcd resume.");
        spec.commandLine().getOut().flush();
        return ExitCode.DONE;
    }
}
