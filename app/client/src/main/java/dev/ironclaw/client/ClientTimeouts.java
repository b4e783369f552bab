package dev.ironclaw.client;

import java.time.Duration;

/// How long to wait.
///
/// @param connect for a connection
/// @param answer for the next byte of an answer; longer than the server's silence on an event stream, 15 s. Calls that take
///        long by themselves wait longer
public record ClientTimeouts(Duration connect, Duration answer) {
  public static final ClientTimeouts DEFAULT = new ClientTimeouts(Duration.ofSeconds(3), Duration.ofSeconds(45));
}
