package dev.ironclaw.sandbox.boxclient;

import java.io.IOException;
import java.io.InputStream;

/// The body of one response, by content-length or in chunks; gives what has arrived without waiting for more. A
/// connection that ends early is an `IOException`, never a silent end.
final class HttpBody extends InputStream {
  private static final int MAX_CHUNK_BYTES = 16 << 20;

  private final HttpConnection connection;
  private final boolean chunked;
  private final boolean keepAlive;
  private long remaining;
  private boolean ended;
  private boolean first = true;

  private HttpBody(HttpConnection connection, boolean chunked, long remaining, boolean keepAlive) {
    this.connection = connection;
    this.chunked = chunked;
    this.remaining = remaining;
    this.keepAlive = keepAlive;
    this.ended = !chunked && remaining == 0;
  }

  static HttpBody of(HttpHead head, HttpConnection connection) {
    boolean chunked = head.length() == HttpHead.CHUNKED;
    return new HttpBody(connection, chunked, chunked ? 0 : head.length(), head.keepAlive());
  }

  /// True once the whole body was read and the connection may carry another exchange.
  boolean leavesConnectionUsable() {
    return ended && keepAlive;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    if (remaining == 0 && !ended) {
      nextChunk();
    }
    if (ended) {
      return -1;
    }
    int count = connection.read(target, offset, (int) Math.min(length, remaining));
    remaining -= count;
    if (remaining == 0 && !chunked) {
      ended = true;
    }
    return count;
  }

  /// The end of the last chunk is read with the next chunk's size, so that a chunk is never held back.
  private void nextChunk() throws IOException {
    if (!first && !connection.chunkLine().isEmpty()) {
      throw new IOException("read from the host: a chunk longer than its size");
    }
    first = false;
    remaining = size(connection.chunkLine());
    if (remaining == 0) {
      while (!connection.chunkLine().isEmpty()) {
        // silent-ok: trailers say nothing to a box
      }
      ended = true;
    }
  }

  private static int size(String line) throws IOException {
    int end = line.indexOf(';');
    String digits = (end < 0 ? line : line.substring(0, end)).strip();
    try {
      int size = Integer.parseInt(digits, 16);
      if (size >= 0 && size <= MAX_CHUNK_BYTES && Character.digit(digits.charAt(0), 16) >= 0) {
        return size;
      }
    } catch (NumberFormatException notHex) {
      throw new IOException("read from the host: a chunk size that is no number", notHex);
    }
    throw new IOException("read from the host: a chunk size out of range");
  }

  /// Drops the connection unless it was read to its end.
  @Override
  public void close() throws IOException {
    if (!ended) {
      connection.close();
    }
  }
}
