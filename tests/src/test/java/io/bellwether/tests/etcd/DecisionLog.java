package io.bellwether.tests.etcd;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.slf4j.LoggerFactory;

/**
 * The last lines that the supervisor of one site logged, told from others by the names of its threads: what tests ask
 * for, and what a failed one has to tell first.
 *
 * <p>Threads: safe from any.
 */
final class DecisionLog extends AppenderBase<ILoggingEvent> implements AutoCloseable {

    private static final int KEPT = 200;

    private final String threads;
    private final Logger logger;
    private final Deque<String> lines = new ArrayDeque<>();

    private DecisionLog(String threads, Logger logger) {
        this.threads = threads;
        this.logger = logger;
    }

    /** Of the machine whose threads begin with this name. */
    static DecisionLog of(String machine) {
        LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
        Logger supervisors = context.getLogger("io.bellwether.etcd");
        DecisionLog opened = new DecisionLog(machine + "-", supervisors);
        opened.setContext(context);
        opened.start();
        supervisors.addAppender(opened);
        return opened;
    }

    /** {@link AppenderBase} calls it under a lock of its own. */
    @Override
    protected void append(ILoggingEvent event) {
        if (event.getThreadName().startsWith(threads) && event.getLevel().isGreaterOrEqual(Level.INFO)) {
            LocalTime time = event.getInstant()
                    .atZone(ZoneId.systemDefault())
                    .toLocalTime()
                    .truncatedTo(ChronoUnit.MILLIS);
            keep(time + " " + event.getFormattedMessage() + " " + event.getKeyValuePairs());
        }
    }

    private void keep(String line) {
        synchronized (lines) {
            lines.addLast(line);
            if (lines.size() > KEPT) {
                lines.removeFirst();
            }
        }
    }

    List<String> lines() {
        synchronized (lines) {
            return List.copyOf(lines);
        }
    }

    @Override
    public void close() {
        logger.detachAppender(this);
        stop();
    }
}
