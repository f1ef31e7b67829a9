package io.bellwether.cli.logging;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.spi.ContextAwareBase;
import java.util.List;
import org.slf4j.Logger;

/**
 * Logs to standard error; standard output belongs to the commands. What the server does is told from info on,
 * everything else from warn on; {@code BELLWETHER_LOG} ({@code debug}, {@code info}, {@code warn}, {@code error}) sets
 * one level for all of our own.
 *
 * <p>In Java instead of an XML file: that would cost each start of the program 100 ms. Logback finds the class as a
 * service.
 */
public final class LogSetup extends ContextAwareBase implements Configurator {

    private static final List<String> TELLING =
            List.of("io.bellwether.apiserver", "io.bellwether.store", "io.bellwether.etcd", "io.bellwether.cli.up");

    @Override
    public ExecutionStatus configure(LoggerContext context) {
        PatternLayoutEncoder encoder = new PatternLayoutEncoder();
        encoder.setContext(context);
        encoder.setPattern("%d{yyyy-MM-dd'T'HH:mm:ss.SSSXXX} %-5level %logger{0}: %msg %kvp%n%ex");
        encoder.start();
        ConsoleAppender<ILoggingEvent> appender = new ConsoleAppender<>();
        appender.setContext(context);
        appender.setTarget("System.err");
        appender.setEncoder(encoder);
        appender.start();
        context.getLogger(Logger.ROOT_LOGGER_NAME).addAppender(appender);
        context.getLogger(Logger.ROOT_LOGGER_NAME).setLevel(Level.WARN);
        String wanted = System.getenv("BELLWETHER_LOG");
        if (wanted == null) {
            TELLING.forEach(name -> context.getLogger(name).setLevel(Level.INFO));
        } else {
            context.getLogger("io.bellwether").setLevel(Level.toLevel(wanted, Level.INFO));
        }
        return ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY;
    }
}
