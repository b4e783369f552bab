package dev.ironclaw.controlplane;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.JsonEncoder;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.encoder.Encoder;
import dev.ironclaw.controlplane.leak.Leaks;
import org.slf4j.LoggerFactory;

/// Sets up the process's log: ids and steps on standard error, never content, and secrets masked. Only a `main` starts it.
final class Logging {
  private static final String CONSOLE = "console";

  private Logging() {}

  static void start(Main.LogFormat format) {
    start((LoggerContext) LoggerFactory.getILoggerFactory(), format);
  }

  /// Masks what this host keeps too, from now on and as it changes; where the log was set up here.
  static void mask(Leaks known) {
    mask((LoggerContext) LoggerFactory.getILoggerFactory(), known);
  }

  static void mask(LoggerContext context, Leaks known) {
    if (context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME)
        .getAppender(CONSOLE) instanceof ConsoleAppender<ILoggingEvent> console
        && console.getEncoder() instanceof MaskingEncoder masking) {
      masking.mask(known);
    }
  }

  static void start(LoggerContext context, Main.LogFormat format) {
    context.reset();
    ConsoleAppender<ILoggingEvent> console = new ConsoleAppender<>();
    console.setContext(context);
    console.setName(CONSOLE);
    console.setTarget("System.err");
    MaskingEncoder masking = new MaskingEncoder(encoder(format, context));
    masking.setContext(context);
    masking.start();
    console.setEncoder(masking);
    console.start();
    ch.qos.logback.classic.Logger root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    root.setLevel(Level.WARN);
    root.addAppender(console);
    context.getLogger("dev.ironclaw").setLevel(Level.INFO);
    // A box or a stranger can make it warn at will.
    context.getLogger("org.eclipse.jetty").setLevel(Level.ERROR);
  }

  private static Encoder<ILoggingEvent> encoder(Main.LogFormat format, LoggerContext context) {
    return switch (format) {
      case text -> {
        PatternLayoutEncoder text = new PatternLayoutEncoder();
        text.setContext(context);
        text.setPattern("%d{HH:mm:ss.SSS} %-5level %logger{0} %msg%n");
        text.start();
        yield text;
      }
      case json -> {
        JsonEncoder json = new JsonEncoder();
        json.setContext(context);
        json.setWithFormattedMessage(true);
        json.start();
        yield json;
      }
    };
  }
}
