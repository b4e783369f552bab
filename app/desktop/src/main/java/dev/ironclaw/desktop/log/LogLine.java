package dev.ironclaw.desktop.log;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.StackTraceElementProxy;
import dev.ironclaw.contract.Excerpt;
import dev.ironclaw.contract.VisibleText;
import java.util.List;

/// One event as a line: the program's own words as they are in its source, and what varies between `⟨` and `⟩`, so that a
/// diagnostics bundle can keep the one and mask the other. Of failures the kinds and places, and the messages of our own
/// and of input and output: those of others may quote what they were given.
final class LogLine {
  private static final int LONGEST_VALUE = 300;
  private static final int MOST_CAUSES = 5;
  private static final int MOST_FRAMES = 3;
  private static final String OURS = "dev.ironclaw";
  private static final List<String> TOLD = List.of("dev.ironclaw.", "java.io.", "java.nio.", "java.net.",
      "org.sqlite.");

  private LogLine() {}

  static String of(ILoggingEvent event) {
    StringBuilder line = new StringBuilder().append(event.getInstant()).append(' ').append(event.getLevel()).append(' ')
        .append(event.getLoggerName().substring(event.getLoggerName().lastIndexOf('.') + 1)).append(' ');
    if (event.getLoggerName().startsWith(OURS)) {
      words(line, String.valueOf(event.getMessage()), event.getArgumentArray());
    } else {
      value(line, String.valueOf(event.getFormattedMessage()));
    }
    IThrowableProxy failure = event.getThrowableProxy();
    for (int cause = 0; failure != null && cause < MOST_CAUSES; cause++) {
      failure(line, failure);
      failure = failure.getCause();
    }
    return line.append('\n').toString();
  }

  private static void words(StringBuilder line, String pattern, Object[] values) {
    int at = 0;
    int hole = pattern.indexOf("{}");
    for (int next = 0; hole >= 0 && values != null && next < values.length; next++) {
      constant(line, pattern.substring(at, hole));
      value(line, String.valueOf(values[next]));
      at = hole + 2;
      hole = pattern.indexOf("{}", at);
    }
    constant(line, pattern.substring(at));
  }

  private static void constant(StringBuilder line, String words) {
    line.append(VisibleText.line(words));
  }

  private static void value(StringBuilder line, String value) {
    String cut = Excerpt.of(value, LONGEST_VALUE);
    line.append('⟨')
        .append(VisibleText.line(cut.replace('⟨', '<').replace('⟩', '>')).replace("⟨", "<").replace("⟩", ">"))
        .append('⟩');
  }

  private static void failure(StringBuilder line, IThrowableProxy failure) {
    line.append(" | ").append(failure.getClassName());
    if (failure.getMessage() != null && TOLD.stream().anyMatch(failure.getClassName()::startsWith)) {
      line.append(": ");
      value(line, failure.getMessage());
    }
    StackTraceElementProxy[] frames = failure.getStackTraceElementProxyArray();
    for (int i = 0; i < Math.min(MOST_FRAMES, frames.length); i++) {
      line.append(" at ").append(frames[i].getStackTraceElement().getClassName()).append(':')
          .append(frames[i].getStackTraceElement().getLineNumber());
    }
  }
}
