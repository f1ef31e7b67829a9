package io.bellwether.cli.etcd;

import io.bellwether.cli.command.ExitCode;
import io.bellwether.etcd.core.Policy.SwitchedOn;
import io.bellwether.etcd.member.Settings;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code bellwether etcd resume}. */
@Command(
        name = "resume",
        mixinStandardHelpOptions = true,
        header = "Has the supervisors look after the membership again, after \"bellwether etcd pause\".",
        footer = {"", "Example:", "  bellwether etcd resume --endpoints http://10.0.0.1:2379"})
final class ResumeCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private Endpoints endpoints = new Endpoints();

    /** The cluster remembers it. */
    @Override
    public Integer call() {
        Settings unused = SettingsChange.make(endpoints, settings -> settings.with(SwitchedOn.RUNNING));
        spec.commandLine().getOut().println("The supervisors look after the membership again.");
        spec.commandLine().getOut().flush();
        return ExitCode.DONE;
    }
}
