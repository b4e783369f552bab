package dev.ironclaw.controlplane;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.util.ContextInitializer;
import ch.qos.logback.core.joran.spi.JoranException;
import org.slf4j.LoggerFactory;

/// The log of a test run, as `logback-test.xml` has it.
final class TestLog {
  private TestLog() {}

  /// Undoes what [Logging#start] set up, or every later test in this JVM prints what a program would, traces whole.
  static void restore() {
    LoggerContext logs = (LoggerContext) LoggerFactory.getILoggerFactory();
    logs.reset();
    try {
      new ContextInitializer(logs).autoConfig();
    } catch (JoranException e) {
      throw new IllegalStateException("logback-test.xml can't be read: correct it", e);
    }
  }
}
