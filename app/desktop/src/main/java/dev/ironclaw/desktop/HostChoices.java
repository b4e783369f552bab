package dev.ironclaw.desktop;

import dev.ironclaw.desktop.preference.Isolation;
import dev.ironclaw.desktop.settings.IsolationViewModel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What a person has chosen for the control plane that the app starts. The words are those of its own program.
///
/// @param runtime what isolates boxes; empty where nobody said
/// @param acceptDegraded the yes to a container engine that has no sealed gVisor
/// @param acceptUnenforcedLimits goes on where this machine can't enforce a box's limits
/// @param fullAccess the yes to one-off commands with `full_access`
/// @param projects where projects of jobs lie; empty for the usual place
record HostChoices(Optional<String> runtime, boolean acceptDegraded, boolean acceptUnenforcedLimits, boolean fullAccess,
    Optional<Path> projects) {

  /// What the command line says, then the environment.
  static HostChoices given(DesktopOptions options, DesktopEnvironment environment) {
    return new HostChoices(Optional.ofNullable(options.runtime).or(() -> environment.variable("IRONCLAW_RUNTIME")),
        options.acceptDegraded, options.acceptUnenforcedLimits, options.allowFullAccess,
        Optional.ofNullable(options.projects).map(Path::toAbsolutePath));
  }

  /// With what was chosen in the app before, where nothing else was said now.
  HostChoices or(Isolation kept) {
    return new HostChoices(runtime.or(kept::runtime), acceptDegraded || kept.acceptWeaker(), acceptUnenforcedLimits,
        fullAccess, projects);
  }

  /// What of it says how agents are isolated.
  IsolationViewModel.Given isolation() {
    return new IsolationViewModel.Given(runtime, acceptDegraded);
  }

  /// As a command line has them.
  List<String> words() {
    List<String> words = new ArrayList<>();
    runtime.ifPresent(name -> words.addAll(List.of("--runtime", name)));
    if (acceptDegraded) {
      words.add("--accept-degraded-isolation");
    }
    if (acceptUnenforcedLimits) {
      words.add("--accept-unenforced-limits");
    }
    if (fullAccess) {
      words.add("--allow-full-access");
    }
    projects.ifPresent(folder -> words.addAll(List.of("--projects", folder.toString())));
    return List.copyOf(words);
  }
}
