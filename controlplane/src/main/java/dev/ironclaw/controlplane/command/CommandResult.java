package dev.ironclaw.controlplane.command;

import java.util.Optional;

/// How a command ended.
///
/// @param exitCode of the program; 127 where it could not be started, 128 and the signal's number where one ended it
/// @param timedOut whether it was ended at its time limit
/// @param out what it printed, without secrets, the beginning where it was much
/// @param container in which it ran
/// @param weaker what the container does not hold back, for people; empty for nothing
public record CommandResult(int exitCode, boolean timedOut, Stream out, Stream error, long millis, String container,
    Optional<String> weaker) {

  /// One of the two streams.
  ///
  /// @param bytes of all that was printed
  /// @param cut whether `text` is not all of it
  public record Stream(String text, long bytes, boolean cut) {}
}
