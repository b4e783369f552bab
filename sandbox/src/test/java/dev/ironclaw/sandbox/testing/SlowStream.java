package dev.ironclaw.sandbox.testing;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/// An answer whose bytes arrive as the test says: whole, one by one, in two pieces, broken off, or without end.
public final class SlowStream extends InputStream {
  private final byte[] bytes;
  private final int split;
  private final int mostAtOnce;
  private final int breaksAt;
  private final boolean repeats;
  private int position;
  private boolean closed;

  private SlowStream(byte[] bytes, int split, int mostAtOnce, int breaksAt, boolean repeats) {
    this.bytes = bytes;
    this.split = split;
    this.mostAtOnce = mostAtOnce;
    this.breaksAt = breaksAt;
    this.repeats = repeats;
  }

  public static SlowStream whole(byte[] bytes) {
    return new SlowStream(bytes, -1, Integer.MAX_VALUE, -1, false);
  }

  public static SlowStream oneByOne(byte[] bytes) {
    return new SlowStream(bytes, -1, 1, -1, false);
  }

  /// Two reads, the second from this byte on.
  public static SlowStream splitAt(byte[] bytes, int at) {
    return new SlowStream(bytes, at, Integer.MAX_VALUE, -1, false);
  }

  /// The connection is gone at this byte.
  public static SlowStream brokenAt(byte[] bytes, int at) {
    return new SlowStream(bytes, -1, Integer.MAX_VALUE, at, false);
  }

  public static SlowStream endless(String text) {
    return new SlowStream(text.getBytes(StandardCharsets.UTF_8), -1, Integer.MAX_VALUE, -1, true);
  }

  public boolean isClosed() {
    return closed;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    if (position == breaksAt) {
      throw new IOException("broken");
    }
    if (position == bytes.length) {
      if (!repeats) {
        return -1;
      }
      position = 0;
    }
    int end = position < split ? split : breaksAt > 0 ? breaksAt : bytes.length;
    int count = Math.min(Math.min(length, mostAtOnce), end - position);
    System.arraycopy(bytes, position, target, offset, count);
    position += count;
    return count;
  }

  @Override
  public void close() {
    closed = true;
  }
}
