package dev.ironclaw.desktop;

import dev.ironclaw.contract.IronclawException;
import dev.ironclaw.desktop.instance.AppFolder;
import dev.ironclaw.desktop.instance.HandOver;
import java.time.Duration;
import javafx.application.Application;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/// The program's start. Not the [Application] itself: Java refuses to start that from a class path.
public final class Launcher {
  private static final Duration PATIENCE = Duration.ofSeconds(3);

  private Launcher() {}

  public static void main(String... arguments) {
    DesktopOptions options = new DesktopOptions();
    CommandLine line = new CommandLine(options);
    try {
      if (CommandLine.printHelpIfRequested(line.parseArgs(arguments))) {
        return;
      }
      if (isTaken(options)) {
        return;
      }
    } catch (ParameterException | IronclawException e) {
      line.getErr().println(e.getMessage() + "; see --help");
      System.exit(2);
    }
    Application.launch(DesktopApp.class, arguments);
    // Nothing is left running: a thread that did not end must not keep the program.
    System.exit(0);
  }

  /// Before the toolkit: whoever clicks twice should not wait.
  private static boolean isTaken(DesktopOptions options) {
    DesktopEnvironment environment = DesktopEnvironment.ofProcess();
    Attachment.of(options, environment);
    return HandOver.give(options.wish(), AppFolder.of(environment.stateFolder(options).path()),
        PATIENCE) == HandOver.Outcome.TAKEN;
  }
}
