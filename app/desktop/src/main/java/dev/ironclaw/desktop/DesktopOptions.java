package dev.ironclaw.desktop;

import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// The app's command line.
@Command(name = "IronClaw", mixinStandardHelpOptions = true, version = "IronClaw 0.1.0", description = "IronClaw in a "
    + "window. Runs the control plane itself, or works with the one that already runs on this state folder.")
final class DesktopOptions {
  private static final Pattern CHANGE = Pattern.compile("ironclaw://change/([A-Za-z0-9_]{1,64})/?");

  @Option(names = "--state-dir", paramLabel = "FOLDER", description = "The state folder. Default: the platform's own.")
  @Nullable
  Path stateDir;

  @Option(names = "--accept-unenforced-limits", description = "Go on where this machine can't enforce a box's memory "
      + "and process limits.")
  boolean acceptUnenforcedLimits;

  @Parameters(arity = "0..1", paramLabel = "LINK", description = "ironclaw://change/<id> shows that change.")
  private @Nullable String link;

  /// The change that the link names. A link only shows: it decides nothing.
  Optional<String> change() {
    return Optional.ofNullable(link).map(CHANGE::matcher).filter(match -> match.matches()).map(match -> match.group(1));
  }
}
