package dev.ironclaw.desktop;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// The app's command line.
@Command(name = "IronClaw", mixinStandardHelpOptions = true, version = "IronClaw 0.1.0", description = "IronClaw in a "
    + "window. Runs the control plane itself, or works with the one that already runs on this state folder.")
final class DesktopOptions {
  @Option(names = "--state-dir", paramLabel = "FOLDER", description = "The state folder. Default: the platform's own.")
  @Nullable
  Path stateDir;

  @Option(names = "--accept-unenforced-limits", description = "Go on where this machine can't enforce a box's memory "
      + "and process limits.")
  boolean acceptUnenforcedLimits;
}
