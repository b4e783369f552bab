package dev.ironclaw.controlplane.jobbox;

/// How a job's container ended.
///
/// @param code of its first program; -1 where nobody can say
/// @param cause why, as far as the host knows
/// @param words for people, without secrets
/// @param printed the end of what its programs printed, which may be anything; empty where there is none
public record JobExit(int code, Cause cause, String words, String printed) {
  /// Of one that printed nothing.
  public JobExit(int code, Cause cause, String words) {
    this(code, cause, words, "");
  }

  /// Why a container is gone.
  public enum Cause {
    /// Its program ended by itself.
    ENDED,
    /// [JobBoxes#stop] stopped it.
    STOPPED,
    /// The host stopped it for what it did: more output than it may leave, or what may not lie in its folders.
    OFFENCE,
    /// The kernel ended it at its memory limit.
    OUT_OF_MEMORY,
    /// Somebody removed or killed it at the engine, or changed what it is.
    OUTSIDE,
    /// The engine went away and came back without it.
    ENGINE_LOST
  }
}
