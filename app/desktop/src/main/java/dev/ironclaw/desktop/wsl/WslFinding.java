package dev.ironclaw.desktop.wsl;

import java.util.List;

/// What was found on this machine.
public sealed interface WslFinding {
  /// A control plane of this version is installed in this distribution.
  record Ready(String distribution) implements WslFinding {}

  /// Something is missing.
  ///
  /// @param words what Windows or the distribution said, for people; may be empty
  /// @param remedy what would mend it, in order; empty where only a person can
  record Gap(Kind kind, String words, List<WslStep> remedy) implements WslFinding {
    public Gap {
      remedy = List.copyOf(remedy);
    }
  }

  /// What is missing.
  enum Kind {
    /// Windows has no WSL, or it waits for a restart.
    NO_WSL,
    /// There is one, and nothing for its kernel to run on.
    NO_VIRTUALIZATION,
    /// A policy of this machine, or its rights.
    FORBIDDEN,
    /// None that could be ours.
    NO_DISTRIBUTION,
    /// Ours is one of WSL 1.
    FIRST_VERSION,
    /// The control plane is not in it, or one of another version.
    NOT_INSTALLED,
    /// It does not answer.
    SILENT,
    /// Something else.
    UNKNOWN
  }
}
