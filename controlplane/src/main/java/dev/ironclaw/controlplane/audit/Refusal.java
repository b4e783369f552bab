package dev.ironclaw.controlplane.audit;

import dev.ironclaw.contract.ErrorCode;

/// One thing that an agent was refused, or that failed for it; or some of the same within a second.
///
/// @param entry what stands of it in the log, where there is room
/// @param type whose doing it is
/// @param sort few words by which it is counted; ours, so that there are few of them
/// @param times as how many it is counted where it has no entry
public record Refusal(AuditEvent entry, ErrorCode.Type type, String sort, long times) {
  /// Counted as what was asked together with the reason's code.
  public static Refusal of(AuditEvent entry, ErrorCode code, String what) {
    return new Refusal(entry, code.type(), what + " " + code, 1);
  }

  /// What has entries of its own in an hour, however many others there are: an agent's mistakes can't push out what it is
  /// denied, and what the host fails in costs it nothing.
  public enum Share {
    DENIED("denied on purpose"), MISTAKEN("mistaken or too much"), FAILED("failed on the host's side");

    private final String words;

    Share(String words) {
      this.words = words;
    }

    String words() {
      return words;
    }
  }

  public Share share() {
    return switch (type) {
      case DENIED -> Share.DENIED;
      case USER, RESOURCES -> Share.MISTAKEN;
      case INTERNAL, EXTERNAL -> Share.FAILED;
    };
  }
}
