package io.espalier.deploy.node;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.FileAppender;
import ch.qos.logback.core.spi.ContextAwareBase;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends the log to a file of the home folder and nothing to the console. Logback finds this class
 * as a service and so reads no configuration file, which would cost a tenth of a second of every
 * start.
 */
public final class LogFile extends ContextAwareBase implements Configurator {

    /** Beyond this the old log is moved aside at the next start. */
    private static final long LARGE = 20L << 20;

    private static final AtomicReference<Path> OPEN = new AtomicReference<>();

    @Override
    public ExecutionStatus configure(LoggerContext context) {
        context.getLogger(Logger.ROOT_LOGGER_NAME).setLevel(Level.WARN);
        return ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY;
    }

    /** Logs to {@code file} from here on; a second call for the same file does nothing. */
    public static void open(Path file, boolean verbose) {
        if (file.equals(OPEN.getAndSet(file))) return;
        if (!(LoggerFactory.getILoggerFactory() instanceof LoggerContext context)) return;
        moveAside(file);
        var encoder = new PatternLayoutEncoder();
        encoder.setContext(context);
        encoder.setPattern("%d{ISO8601} %-5level %logger{36} %msg%n");
        encoder.start();
        var appender = new FileAppender<ILoggingEvent>();
        appender.setContext(context);
        appender.setFile(file.toString());
        appender.setEncoder(encoder);
        appender.start();
        var root = context.getLogger(Logger.ROOT_LOGGER_NAME);
        root.detachAndStopAllAppenders();
        root.setLevel(verbose ? Level.INFO : Level.WARN);
        root.addAppender(appender);
    }

    private static void moveAside(Path file) {
        try {
            if (Files.exists(file) && Files.size(file) > LARGE) {
                Files.move(
                        file,
                        file.resolveSibling(file.getFileName() + ".1"),
                        java.nio.file.StandardCopyOption.REPLACE_EXISTING);
            }
        } catch (java.io.IOException e) {
            // A log that cannot be moved aside grows on.
            LoggerFactory.getLogger(LogFile.class).warn("the log {} was not moved aside", file, e);
        }
    }
}
