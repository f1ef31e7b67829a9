package io.bellwether.client.credential;

import io.bellwether.execution.Clock;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Finds the credential for each request.
 *
 * <p>Threads: safe from any thread; {@link #current} blocks while it reads a file or runs a plugin. The only state is
 * what a plugin gave last, in one atomic reference; two requests at once may run the plugin twice, and the later answer
 * stays.
 */
public final class Credentials {

    /**
     * A plugin's credential is fetched anew this long before it expires, so that a request under way does not outlive
     * it.
     */
    private static final Duration EXPIRY_MARGIN = Duration.ofSeconds(10);

    private final TokenSource source;
    private final Clock clock;
    private final AtomicReference<ExecPlugin.@Nullable Issued> issued = new AtomicReference<>();

    /** Of this source; the clock tells when a plugin's credential has expired. */
    public Credentials(TokenSource source, Clock clock) {
        this.source = source;
        this.clock = clock;
    }

    /**
     * The credential to use now.
     *
     * <p>Errors: IOException, with a message for a person, when the file cannot be read or the plugin fails or takes
     * longer than the timeout.
     */
    public Credential current(Duration timeout) throws IOException, InterruptedException {
        return switch (source) {
            case TokenSource.None() -> Credential.NONE;
            case TokenSource.Fixed(String token) -> Credential.ofToken(token);
            case TokenSource.InFile file ->
                Credential.ofToken(Files.readString(file.file()).strip());
            case TokenSource.FromCommand(ExecCommand command) -> fromPlugin(command, timeout);
        };
    }

    /** The server answered 401: what a plugin gave is not used again. */
    public void rejected() {
        issued.set(null);
    }

    private Credential fromPlugin(ExecCommand command, Duration timeout) throws IOException, InterruptedException {
        ExecPlugin.Issued known = issued.get();
        // The plugin runs on this machine and states the expiry for its user: the one timestamp that is meant to be
        // compared with the local wall clock.
        if (known != null && known.expiry().minus(EXPIRY_MARGIN).isAfter(clock.wallTime())) {
            return known.credential();
        }
        ExecPlugin.Issued fresh = ExecPlugin.run(command, timeout);
        issued.set(fresh);
        return fresh.credential();
    }
}
