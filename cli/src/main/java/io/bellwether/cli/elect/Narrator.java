package io.bellwether.cli.elect;

import io.bellwether.election.ElectionListener;
import io.bellwether.election.Leadership;
import io.bellwether.election.core.EndReason;
import io.bellwether.election.core.Failure;
import io.bellwether.election.core.Notice;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Says on standard error what happens to the candidate, one line per change. Threads: the writer is synchronized; no
 * state of its own.
 */
final class Narrator implements ElectionListener {

    private final PrintWriter err;
    private final String lease;
    private final String identity;
    private final Volume volume;
    private final Consumer<Failure> failures;

    /** How much is said. */
    enum Volume {
        /** Each change. */
        NORMAL,
        /** Only failures. */
        QUIET
    }

    /** @param failures hears of the first failed request of each row */
    Narrator(PrintWriter err, ElectSettings settings, Volume volume, Consumer<Failure> failures) {
        this.err = err;
        this.lease = settings.lease().toString();
        this.identity = settings.identity();
        this.volume = volume;
        this.failures = failures;
    }

    @Override
    public void onStarted(Leadership leadership) {
        say("leading " + lease + ", token " + leadership.fencingToken());
    }

    @Override
    public void onJeopardy(Leadership leadership) {
        complain("renewals of " + lease + " are missing; the leadership ends in "
                + leadership.remaining().toMillis() + " ms unless one succeeds");
    }

    @Override
    public void onSafe(Leadership leadership) {
        say("renewals of " + lease + " succeed again");
    }

    @Override
    public void onStopped(Leadership leadership, EndReason reason) {
        say("stopped leading " + lease + ": " + words(reason));
    }

    @Override
    public void onLeaderChanged(Optional<String> holder) {
        holder.filter(name -> !name.equals(identity)).ifPresent(name -> say(lease + " is held by " + name));
    }

    @Override
    public void onNotice(Notice notice) {
        switch (notice) {
            case Notice.RequestsFail(Failure failure) -> {
                complain("requests fail (" + words(failure.kind()) + "): " + failure.detail());
                failures.accept(failure);
            }
            case Notice.RequestsSucceed succeed -> say("requests succeed again");
            case Notice.Polling polling -> say("watching is not permitted; the Lease is read now and then");
            case Notice.PauseDetected(var late) -> complain("this process did not run for " + late.toMillis() + " ms");
            case Notice.Tampered tampered -> complain("somebody else changed the Lease " + lease);
            case Notice.DuplicateIdentity duplicate ->
                complain("another candidate uses the same identity; give each its own with --identity");
            case Notice.StoreRolledBack rolledBack -> complain("the server's store went back to an older version");
            case Notice.WorkOverran overran ->
                complain("the command did not stop in time; the Lease is left to expire");
            case Notice.NotReleased notReleased -> complain("the Lease could not be released and is left to expire");
        }
    }

    /** A line that --quiet suppresses. */
    void say(String line) {
        if (volume == Volume.NORMAL) {
            complain(line);
        }
    }

    /** A line in any case. */
    void complain(String line) {
        err.println("bellwether elect: " + line);
        err.flush();
    }

    private static String words(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
