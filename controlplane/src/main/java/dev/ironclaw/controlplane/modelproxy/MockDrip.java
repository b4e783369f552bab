package dev.ironclaw.controlplane.modelproxy;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;

/// A slow line: what is written leaves some bytes at a time, wherever in an event or a character that cuts.
final class MockDrip extends FilterOutputStream {
  private static final long PAUSE_MILLIS = 1;

  private final int bytes;

  /// @param bytes that leave together
  MockDrip(OutputStream out, int bytes) {
    super(out);
    this.bytes = bytes;
  }

  @Override
  public void write(byte[] text, int start, int length) throws IOException {
    for (int done = 0; done < length; done += bytes) {
      out.write(text, start + done, Math.min(bytes, length - done));
      out.flush();
      pause();
    }
  }

  private static void pause() throws IOException {
    try {
      Thread.sleep(PAUSE_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("the mock stops");
    }
  }
}
