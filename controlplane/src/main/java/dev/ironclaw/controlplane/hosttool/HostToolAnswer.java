package dev.ironclaw.controlplane.hosttool;

/// What the agent is told. The door cuts a text that is longer than the box API allows.
public record HostToolAnswer(String text, boolean isError) {
  public static HostToolAnswer done(String text) {
    return new HostToolAnswer(text, false);
  }

  /// Not done, and why, in words that say what to do.
  public static HostToolAnswer refused(String text) {
    return new HostToolAnswer(text, true);
  }
}
