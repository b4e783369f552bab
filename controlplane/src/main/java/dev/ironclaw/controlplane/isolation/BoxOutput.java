package dev.ironclaw.controlplane.isolation;

import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.Callable;

/// The last bytes that a box printed. Reads without end so that the box never blocks on it, keeps [#LIMIT].
///
/// Threading: one thread reads; any thread asks.
final class BoxOutput {
  static final int LIMIT = 64 * 1024;

  private final byte[] ring = new byte[LIMIT];
  private long written;

  /// Opens a stream and reads it to its end on a daemon thread of its own: opening a named pipe waits for its writer.
  Thread drain(Callable<InputStream> stream, String name) {
    return Thread.ofPlatform().daemon().name("output of " + name).stackSize(128 * 1024).start(() -> {
      byte[] buffer = new byte[4096];
      try (InputStream in = stream.call()) {
        for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
          append(buffer, n);
        }
      } catch (Exception e) {
        // silent-ok: the pipe is removed or closed under us when the box has ended
      }
    });
  }

  synchronized void append(byte[] bytes, int count) {
    for (int i = 0; i < count; i++) {
      ring[(int) (written++ % LIMIT)] = bytes[i];
    }
  }

  /// As text; bytes that are not UTF-8, such as a character cut at the front, become replacement characters.
  synchronized String tail() {
    if (written <= LIMIT) {
      return new String(ring, 0, (int) written, StandardCharsets.UTF_8);
    }
    int start = (int) (written % LIMIT);
    byte[] ordered = Arrays.copyOf(Arrays.copyOfRange(ring, start, LIMIT), LIMIT);
    System.arraycopy(ring, 0, ordered, LIMIT - start, start);
    return new String(ordered, StandardCharsets.UTF_8);
  }
}
