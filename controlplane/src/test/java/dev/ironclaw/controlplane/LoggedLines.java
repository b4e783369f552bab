package dev.ironclaw.controlplane;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.atomic.LongAdder;
import org.slf4j.LoggerFactory;

/// Counts what a control plane would log, with the levels that its own program sets, in place of printing it.
final class LoggedLines extends AppenderBase<ILoggingEvent> implements AutoCloseable {
  private final LoggerContext logs = (LoggerContext) LoggerFactory.getILoggerFactory();
  private final Map<String, LongAdder> lines = new ConcurrentHashMap<>();
  private final Set<String> errors = new ConcurrentSkipListSet<>();

  LoggedLines() {
    Logging.start(logs, Main.LogFormat.text);
    Logger root = logs.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    root.detachAndStopAllAppenders();
    setContext(logs);
    start();
    root.addAppender(this);
  }

  @Override
  protected void append(ILoggingEvent event) {
    String name = event.getLoggerName();
    lines.computeIfAbsent(event.getLevel() + " " + name.substring(name.lastIndexOf('.') + 1), _ -> new LongAdder())
        .increment();
    if (event.getLevel().isGreaterOrEqual(Level.ERROR) && errors.size() < 5) {
      errors.add(name + ": " + event.getFormattedMessage());
    }
  }

  /// By level and class.
  Map<String, Long> counts() {
    Map<String, Long> counts = new TreeMap<>();
    lines.forEach((name, count) -> counts.put(name, count.sum()));
    return counts;
  }

  /// Some of those that say that something is wrong with the host.
  Set<String> errors() {
    return Set.copyOf(errors);
  }

  @Override
  public void close() {
    TestLog.restore();
  }
}
