package dev.ironclaw.sandbox.boxclient;

import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/// The upstream's answer, streamed. Closing it before its end drops the call; any thread may close.
///
/// @param retryAfter the header of this name, as it came
/// @param body fails with `IOException` when the connection breaks before the end
public record ModelReply(int status, Optional<String> retryAfter, InputStream body) implements AutoCloseable {
  @Override
  public void close() throws IOException {
    body.close();
  }
}
