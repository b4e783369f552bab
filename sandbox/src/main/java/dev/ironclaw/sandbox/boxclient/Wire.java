package dev.ironclaw.sandbox.boxclient;

import java.io.Closeable;
import java.io.IOException;

/// Bytes to the host and back. Threading: one thread uses it; any may close, which ends a blocked read.
interface Wire extends Closeable {
  /// Waits for at least one byte.
  ///
  /// @return how many bytes; -1 where the host has closed it
  int read(byte[] to, int offset, int length) throws IOException;

  void write(byte[] from, int offset, int length) throws IOException;
}
