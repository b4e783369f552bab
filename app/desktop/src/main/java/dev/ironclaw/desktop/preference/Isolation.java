package dev.ironclaw.desktop.preference;

import java.util.Optional;

/// What isolates agents from the next start on, where neither the command line nor the environment says it.
///
/// @param by what does
/// @param acceptWeaker the person's yes to a container engine that has no sealed gVisor
public record Isolation(By by, boolean acceptWeaker) {
  public static final Isolation DEFAULT = new Isolation(By.GVISOR, false);

  /// What a person can choose among.
  public enum By {
    /// gVisor, started on this machine without an engine.
    GVISOR("runsc"),
    /// A container engine, with gVisor in it where it has that.
    ENGINE("docker"),
    /// A container engine with virtual machines.
    KATA("kata");

    private final String word;

    By(String word) {
      this.word = word;
    }

    /// As the control plane's `--runtime` has it.
    public String word() {
      return word;
    }
  }

  /// For the control plane's `--runtime`; empty for what it does unasked.
  public Optional<String> runtime() {
    return by == By.GVISOR ? Optional.empty() : Optional.of(by.word());
  }

  public Isolation withBy(By wanted) {
    return new Isolation(wanted, acceptWeaker);
  }

  public Isolation withAcceptWeaker(boolean accept) {
    return new Isolation(by, accept);
  }
}
