package dev.ironclaw.desktop;

import dev.ironclaw.client.Trust;
import dev.ironclaw.desktop.instance.Wish;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// The app's command line.
@Command(name = "IronClaw", mixinStandardHelpOptions = true, version = "IronClaw "
    + DesktopOptions.VERSION, description = "IronClaw in a "
        + "window. Runs the control plane itself, or works with the one that already runs on this state folder, or with the "
        + "one that --attach names. Where the app itself runs already, its window comes up.")
final class DesktopOptions {
  static final String VERSION = "0.1.0";

  @Option(names = "--accept-degraded-isolation", description = "With --runtime docker, and for container jobs: run boxes "
      + "although the engine has no sealed gVisor, on this machine's own kernel if need be.")
  boolean acceptDegraded;

  @Option(names = "--accept-unenforced-limits", description = "Go on where this machine can't enforce a box's memory "
      + "and process limits.")
  boolean acceptUnenforcedLimits;

  @Option(names = "--allow-full-access", description = "Let one-off commands have the policy full_access, where a change "
      + "gives it to their caller and their request confirms it. Still in a container.")
  boolean allowFullAccess;

  @Option(names = "--attach", paramLabel = "URL", description = "Work with the control plane at this address, and start "
      + "none: http://127.0.0.1:PORT on this machine, else https://HOST:PORT. It needs a token of that "
      + "one: --token-file, else $IRONCLAW_API_TOKEN.")
  @Nullable
  String attach;

  @Option(names = "--ca", paramLabel = "FILE", description = "PEM file with the authority of an https address's "
      + "certificate, or that itself. Default: $IRONCLAW_CA, else this machine's authorities.")
  @Nullable
  Path ca;

  @Option(names = "--minimized", description = "Start with the icon alone; with the window where no icon can be seen.")
  boolean minimized;

  @Option(names = "--projects", paramLabel = "DIR", description = "The folder below which the projects of container jobs "
      + "lie. Default: .ironclaw/projects in your home folder.")
  @Nullable
  Path projects;

  @Option(names = "--runtime", paramLabel = "NAME", description = "What isolates boxes: runsc (gVisor), docker (gVisor by "
      + "a container engine), kata (a container engine with Kata), or process (no isolation at all, for development). "
      + "Default: $IRONCLAW_RUNTIME, else what Settings say, else runsc.")
  @Nullable
  String runtime;

  @Option(names = "--state-dir", paramLabel = "FOLDER", description = "The state folder. Default: the platform's own.")
  @Nullable
  Path stateDir;

  @Option(names = "--tls-fingerprint", paramLabel = "HEX", description = "SHA-256 of the one certificate that an https "
      + "address may show; the control plane prints it at start. Default: $IRONCLAW_TLS_FINGERPRINT.")
  @Nullable
  String tlsFingerprint;

  @Option(names = "--token-file", paramLabel = "FILE", description = "File with the API token for --attach, which only "
      + "its owner may read.")
  @Nullable
  Path tokenFile;

  @Parameters(arity = "0..1", paramLabel = "LINK", description = "What to show: ironclaw://change/ID, "
      + "ironclaw://agent/ID or ironclaw://session/ID.")
  @Nullable
  String link;

  /// What this start asks of an app that runs already.
  Wish wish() {
    return new Wish(!minimized || link != null, Optional.ofNullable(link).flatMap(Wish::readable),
        Optional.ofNullable(attach).flatMap(Wish::readable));
  }

  /// What starts the app like this again at login, where no variable of now may be set.
  ///
  /// @param found how an attached control plane is known, wherever that was said; empty where none is attached
  /// @param given for the control plane of its own, wherever that was said
  List<String> again(String launcher, Optional<Attachment> found, HostChoices given) {
    List<String> words = new ArrayList<>(List.of(launcher, "--minimized"));
    words.addAll(given.words());
    file(words, "--state-dir", stateDir);
    if (attach != null) {
      words.addAll(List.of("--attach", attach));
    }
    found.map(Attachment::trust).ifPresent(trust -> {
      switch (trust) {
        case Trust.Fingerprint known -> words.addAll(List.of("--tls-fingerprint", known.sha256()));
        case Trust.Authority authority -> file(words, "--ca", authority.file());
        case Trust.Platform _ -> {
        }
      }
    });
    file(words, "--token-file", tokenFile);
    return words;
  }

  private static void file(List<String> words, String option, @Nullable Path given) {
    if (given != null) {
      words.addAll(List.of(option, given.toAbsolutePath().toString()));
    }
  }
}
