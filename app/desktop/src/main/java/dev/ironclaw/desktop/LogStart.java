package dev.ironclaw.desktop;

import dev.ironclaw.desktop.instance.AppFolder;
import dev.ironclaw.desktop.log.AppLog;
import dev.ironclaw.desktop.shell.Notices;
import dev.ironclaw.desktop.shell.Texts;
import java.io.IOException;
import java.nio.file.Path;
import javafx.application.Platform;

/// Begins the app's log with the first start that has its folder. Without one the app goes on, and says so.
///
/// Threading: that of the thread that connects, one at a time.
final class LogStart {
  private final Ending ending;
  private final Notices notices;
  private final Texts texts;
  private volatile boolean begun;

  LogStart(Ending ending, Notices notices, Texts texts) {
    this.ending = ending;
    this.notices = notices;
    this.texts = texts;
  }

  void begin(AppFolder app) {
    if (begun) {
      return;
    }
    Path folder = app.path();
    try {
      ending.add(AppLog.start(folder));
      begun = true;
    } catch (IOException e) {
      Platform.runLater(() -> notices
          .tell(texts.of("shell.log.unwritten", AppLog.file(folder), String.valueOf(e.getMessage()))));
    }
  }
}
