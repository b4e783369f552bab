package dev.ironclaw.desktop;

import javafx.application.Application;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/// The program's start. Not the [Application] itself: Java refuses to start that from a class path.
public final class Launcher {
  private Launcher() {}

  public static void main(String... arguments) {
    CommandLine line = new CommandLine(new DesktopOptions());
    try {
      if (CommandLine.printHelpIfRequested(line.parseArgs(arguments))) {
        return;
      }
    } catch (ParameterException e) {
      line.getErr().println(e.getMessage() + "; see --help");
      System.exit(2);
    }
    Application.launch(DesktopApp.class, arguments);
    // Nothing is left running: a thread that did not end must not keep the program.
    System.exit(0);
  }
}
