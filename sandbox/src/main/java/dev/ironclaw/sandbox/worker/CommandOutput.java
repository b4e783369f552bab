package dev.ironclaw.sandbox.worker;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Base64;

/// The beginning of a stream, and how long the whole was. Threading: one thread reads it, any asks.
final class CommandOutput {
  private final int most;
  private final ByteArrayOutputStream kept = new ByteArrayOutputStream();
  private long all;

  /// @param most bytes that are kept
  CommandOutput(int most) {
    this.most = most;
  }

  /// One that is these bytes.
  static CommandOutput of(byte[] bytes) {
    CommandOutput output = new CommandOutput(bytes.length);
    output.add(bytes, bytes.length);
    return output;
  }

  /// On a thread of its own, to the stream's end.
  Thread reading(InputStream stream) {
    Thread thread = new Thread(() -> drain(stream), "output");
    thread.setDaemon(true);
    thread.start();
    return thread;
  }

  private void drain(InputStream stream) {
    byte[] buffer = new byte[8 * 1024];
    try (stream) {
      for (int count = stream.read(buffer); count >= 0; count = stream.read(buffer)) {
        add(buffer, count);
      }
    } catch (IOException ended) {
      // silent-ok: it was killed
    }
  }

  private synchronized void add(byte[] bytes, int count) {
    all += count;
    kept.write(bytes, 0, Math.min(count, most - kept.size()));
  }

  synchronized long length() {
    return all;
  }

  synchronized String base64() {
    return Base64.getEncoder().encodeToString(kept.toByteArray());
  }
}
