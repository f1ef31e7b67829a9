package io.bellwether.etcd.member;

import io.bellwether.etcd.core.ExitKind;
import io.bellwether.etcd.core.ProcessState;
import io.bellwether.etcd.core.ProcessState.Exit;
import io.bellwether.etcd.core.ProcessState.Exit.Wrote;
import io.bellwether.etcd.member.UnexpectedEnds.Life;
import io.bellwether.execution.Clock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one etcd process of a node.
 *
 * <p>Shape: its output goes to a file, never to a pipe: a pipe that nobody reads hangs etcd once it is full.
 *
 * <p>Threads: owned by the supervisor's thread, but for {@link #terminate}, which is safe from any.
 */
final class EtcdProcess implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(EtcdProcess.class);
    private static final Duration TERMINATION = Duration.ofSeconds(10);
    private static final long LOG_LIMIT_BYTES = 16L << 20;

    /** After so long without another sign of life the peer port is asked. */
    private static final Duration QUIET = Duration.ofMinutes(1);

    /** Looks further apart leave a gap in which nobody watched. */
    private static final Duration WATCHED = Duration.ofSeconds(5);

    private final Clock clock;
    private final DataDirectory data;
    private final Path logFile;
    private final ProcessGuard guard;
    /** Silence that was not watched does not count: this program may have stood still, too. */
    private final Held<String, Answered> answers = new Held<>(WATCHED);

    private final Held<String, Signs> signs = new Held<>(WATCHED);

    private final UnexpectedEnds unexpectedEnds = new UnexpectedEnds();

    private volatile @Nullable Process process;
    private long startedAt;
    private long logStart;
    private boolean answered;
    private boolean logSeen;
    private boolean told;
    private Optional<Exit> last = Optional.empty();
    private long mayStartAt;
    private int starts;
    private long peerAnswers;

    private EtcdProcess(Clock clock, DataDirectory data, Path logFile, ProcessGuard guard) {
        this.clock = clock;
        this.data = data;
        this.logFile = logFile;
        this.guard = guard;
        this.mayStartAt = clock.nanos();
    }

    static EtcdProcess prepare(Clock clock, DataDirectory data, Path logFile) throws IOException {
        return new EtcdProcess(clock, data, logFile, ProcessGuard.start());
    }

    /** An earlier supervisor was about to start it for the first time, and was ended before it did. */
    void neverRan() {
        last = Optional.of(new Exit(ExitKind.KILLED, Wrote.NOTHING));
    }

    /** How much it has said, in bytes: more from its first moment on. */
    long logBytes() throws IOException {
        return Files.exists(logFile) ? Files.size(logFile) : 0;
    }

    /** Whether it lives; notices an end. */
    boolean isAlive() throws IOException {
        Process running = process;
        if (running == null) {
            return false;
        }
        logSeen |= data.hasLog();
        if (!running.isAlive()) {
            ended(running.exitValue());
            return false;
        }
        return true;
    }

    /**
     * What changes while a process that has not served a client yet does anything.
     *
     * @param answers how often its peer port was seen to answer
     * @param logBytes how much it has written
     * @param processorSeconds how much of a processor it has used, where the system says so
     */
    private record Signs(long answers, long logBytes, long processorSeconds) {}

    /**
     * How it is.
     *
     * @param answer whether it has answered a client just now
     * @param peerAnswer asks its peer port; only where nothing else has told for long that it lives
     */
    ProcessState state(Answered answer, BooleanSupplier peerAnswer) throws IOException {
        if (!isAlive()) {
            return new ProcessState.Stopped(last, unexpectedEnds.fruitless(clock.nanos()));
        }
        long now = clock.nanos();
        if (!answered) {
            // One that has served clients before we asked in vain hangs, and does not start any more.
            answered = Life.of(answer == Answered.YES, LogTail.read(logFile, logStart)) == Life.ANSWERED;
            // Silence counts from here on: who starts says nothing.
            Duration unused = answers.note("it", Answered.YES, now);
            return answer == Answered.YES ? new ProcessState.Running() : starting(peerAnswer, now);
        }
        Duration lasting = answers.note("it", answer, now);
        return answer == Answered.YES ? new ProcessState.Running() : new ProcessState.Unresponsive(lasting);
    }

    private ProcessState.Starting starting(BooleanSupplier peerAnswer, long now) throws IOException {
        Duration lifeless = signs.note("it", signs(), now);
        if (lifeless.compareTo(QUIET) >= 0 && peerAnswer.getAsBoolean()) {
            peerAnswers++;
            lifeless = signs.note("it", signs(), now);
        }
        return new ProcessState.Starting(Duration.ofNanos(now - startedAt), lifeless);
    }

    private Signs signs() throws IOException {
        Process running = process;
        Optional<Duration> used =
                running == null ? Optional.empty() : running.info().totalCpuDuration();
        return new Signs(peerAnswers, logBytes(), used.orElse(Duration.ZERO).toSeconds());
    }

    /** Whether etcd has answered. */
    enum Answered {
        /** It has. */
        YES,
        /** It has not in time. */
        NO
    }

    /** Whether one was started and has not been seen to end. */
    boolean isStarted() {
        return process != null;
    }

    /** How many were started. */
    int starts() {
        return starts;
    }

    /** Whether the pause after its last end is over. */
    boolean mayStart() {
        return clock.nanos() - mayStartAt >= 0;
    }

    void start(List<String> command) throws IOException {
        if (Files.exists(logFile) && Files.size(logFile) > LOG_LIMIT_BYTES) {
            Files.move(logFile, logFile.resolveSibling("etcd.log.1"), StandardCopyOption.REPLACE_EXISTING);
        }
        logStart = logBytes();
        logSeen = data.hasLog();
        answered = false;
        told = false;
        signs.retain(Set.of());
        Process started = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                .redirectOutput(ProcessBuilder.Redirect.appendTo(logFile.toFile()))
                .start();
        guard.guard(started.pid());
        startedAt = clock.nanos();
        process = started;
        starts++;
        log.atInfo().addKeyValue("pid", started.pid()).log("Started etcd");
    }

    private void ended(int code) throws IOException {
        guard.forget();
        process = null;
        List<String> tail = LogTail.read(logFile, logStart);
        ExitKind kind = told ? ExitKind.SIGNALLED : ExitKind.of(code, tail);
        last = Optional.of(new Exit(kind, logSeen || answered || data.hasLog() ? Wrote.MAYBE : Wrote.NOTHING));
        long now = clock.nanos();
        if (!told) {
            unexpectedEnds.note(Life.of(answered, tail), now);
        }
        mayStartAt = now + unexpectedEnds.pause(now).toNanos();
        log.atInfo()
                .addKeyValue("code", code)
                .addKeyValue("reason", kind)
                .addKeyValue("line", tail.isEmpty() ? "" : tail.getLast())
                .log("etcd ended");
    }

    /** Ends it at once. */
    void kill() {
        Process running = process;
        if (running != null) {
            running.destroyForcibly();
        }
    }

    /** Ends it in order, so that a leader hands over; by force after ten seconds. */
    void terminate() throws InterruptedException {
        Process running = process;
        if (running == null) {
            return;
        }
        told = true;
        running.destroy();
        if (!running.waitFor(TERMINATION.toMillis(), TimeUnit.MILLISECONDS)) {
            running.destroyForcibly();
            boolean unused = running.waitFor(TERMINATION.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    @Override
    public void close() {
        guard.close();
    }
}
