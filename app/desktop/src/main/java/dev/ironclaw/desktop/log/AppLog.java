package dev.ironclaw.desktop.log;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import java.io.IOException;
import java.nio.file.Path;
import org.slf4j.LoggerFactory;

/// The process's log goes to `app.log` of the app's folder, at most 6 MiB in all: what the embedded control plane and
/// the app itself say, which is ids and steps, never content. Only the app's start calls it.
public final class AppLog implements AutoCloseable {
  private static final long MOST_BYTES = 2 << 20;
  private static final int MOST_ASIDE = 2;

  private final Lines lines;

  private AppLog(Lines lines) {
    this.lines = lines;
  }

  /// Where it is.
  public static Path file(Path appFolder) {
    return appFolder.resolve("app.log");
  }

  /// Begins with the next event. Standard error stays as it was: it has warnings.
  ///
  /// @throws IOException where the file can't be written: the app goes on without
  public static AppLog start(Path appFolder) throws IOException {
    LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
    Lines lines = new Lines(new LogFile(file(appFolder), MOST_BYTES, MOST_ASIDE));
    lines.setContext(context);
    lines.start();
    context.getLogger(Logger.ROOT_LOGGER_NAME).addAppender(lines);
    context.getLogger("dev.ironclaw").setLevel(Level.INFO);
    // A box or a stranger can make it warn at will.
    context.getLogger("org.eclipse.jetty").setLevel(Level.ERROR);
    return new AppLog(lines);
  }

  @Override
  public void close() {
    ((LoggerContext) LoggerFactory.getILoggerFactory()).getLogger(Logger.ROOT_LOGGER_NAME).detachAppender(lines);
    lines.stop();
  }

  /// One event at a time.
  private static final class Lines extends AppenderBase<ILoggingEvent> {
    private final LogFile file;

    Lines(LogFile file) {
      this.file = file;
    }

    @Override
    protected void append(ILoggingEvent event) {
      try {
        file.append(LogLine.of(event));
      } catch (IOException e) {
        addError("write the log", e);
      }
    }

    @Override
    public void stop() {
      super.stop();
      try {
        file.close();
      } catch (IOException e) {
        addError("close the log", e);
      }
    }
  }
}
