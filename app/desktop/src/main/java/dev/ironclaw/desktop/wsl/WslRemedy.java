package dev.ironclaw.desktop.wsl;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What mends a gap, in the very words that are shown and then run.
///
/// Source: Microsoft, "Basic commands for WSL"
///
/// @param installer the Debian package that lies beside the app; empty where there is none
record WslRemedy(Optional<Path> installer) {
  private static final String INSIDE = "/root/ironclaw.deb";

  /// Windows asks for an administrator by itself, and wants a restart afterwards.
  List<WslStep> system() {
    return List.of(WslStep.of("--install", "--no-distribution"));
  }

  /// A Linux of the app's own, with the control plane in it; what a person has in others stays as it is.
  List<WslStep> distribution() {
    List<WslStep> steps = new ArrayList<>(List.of(WslStep.of("--install", "--distribution", "Debian", "--name",
        Distribution.OURS, "--no-launch")));
    steps.addAll(controlPlane(Distribution.OURS));
    return steps;
  }

  List<WslStep> secondVersion(String distribution) {
    return List.of(WslStep.of("--set-version", distribution, "2"));
  }

  /// The package goes through a pipe: the drives of Windows need not be there in the distribution.
  List<WslStep> controlPlane(String distribution) {
    return installer.filter(Files::isRegularFile)
        .map(file -> List.of(
            new WslStep(inside(distribution, "dd", "of=" + INSIDE, "status=none"), Optional.of(file)),
            new WslStep(inside(distribution, "apt-get", "update"), Optional.empty()),
            new WslStep(inside(distribution, "env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "install", "--yes",
                INSIDE), Optional.empty()),
            new WslStep(inside(distribution, "rm", INSIDE), Optional.empty())))
        .orElse(List.of());
  }

  private static List<String> inside(String distribution, String... command) {
    List<String> words = new ArrayList<>(List.of("--distribution", distribution, "--user", "root", "--exec"));
    words.addAll(List.of(command));
    return words;
  }
}
