package dev.ironclaw.sandbox.boxclient;

import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;

/// One connection to the host: HTTP/1.1, one exchange at a time. Threading: one thread exchanges; any thread may close,
/// which ends a blocked read with an `IOException`.
final class HttpConnection implements Closeable {
  private static final int MAX_HEAD_BYTES = 16 * 1024;
  private static final int BUFFER_BYTES = 16 * 1024;

  private final Wire wire;
  private final byte[] in = new byte[BUFFER_BYTES];
  private int at;
  private int filled;
  private int headBytes;

  HttpConnection(Path socket) throws IOException {
    this(SocketWire.to(socket));
  }

  HttpConnection(Wire wire) {
    this.wire = wire;
  }

  /// Sends one request and reads the head of its response; the body is read from the result.
  HttpResponse exchange(String method, String target, byte[] body) throws IOException {
    return exchange(method, target, "", body);
  }

  /// The same with more headers.
  ///
  /// @param headers whole lines, each with its end
  HttpResponse exchange(String method, String target, String headers, byte[] body) throws IOException {
    write(method, target, headers, body);
    headBytes = 0;
    HttpHead head = HttpHead.parse(this);
    while (head.isInterim()) {
      head = HttpHead.parse(this);
    }
    return new HttpResponse(head.status(), head.retryAfter(), HttpBody.of(head, this));
  }

  private void write(String method, String target, String headers, byte[] body) throws IOException {
    String head = method + ' ' + target + " HTTP/1.1\r\nHost: box\r\nContent-Type: application/json\r\n" + headers
        + "Content-Length: " + body.length + "\r\n\r\n";
    byte[] headBytes = head.getBytes(StandardCharsets.US_ASCII);
    byte[] out = Arrays.copyOf(headBytes, headBytes.length + body.length);
    System.arraycopy(body, 0, out, headBytes.length, body.length);
    wire.write(out, 0, out.length);
  }

  /// One line without its end, in ASCII; all lines of a head count towards its limit.
  String line() throws IOException {
    StringBuilder line = new StringBuilder(64);
    while (true) {
      int next = read();
      if (++headBytes > MAX_HEAD_BYTES) {
        throw new IOException("read from the host: a head of more than " + MAX_HEAD_BYTES + " bytes");
      }
      if (next == '\n') {
        return line.toString();
      }
      if (next != '\r') {
        line.append((char) next);
      }
    }
  }

  /// A chunk's size line or a trailer: its limit is its own.
  String chunkLine() throws IOException {
    headBytes = 0;
    return line();
  }

  int read() throws IOException {
    fill();
    return in[at++] & 0xff;
  }

  /// At least one byte, at most `length`: what has arrived.
  int read(byte[] target, int offset, int length) throws IOException {
    fill();
    int count = Math.min(length, filled - at);
    System.arraycopy(in, at, target, offset, count);
    at += count;
    return count;
  }

  private void fill() throws IOException {
    if (at < filled) {
      return;
    }
    int count = wire.read(in, 0, in.length);
    at = 0;
    filled = Math.max(0, count);
    if (count < 0) {
      throw new EOFException("read from the host: the connection ended in the middle of an answer");
    }
  }

  @Override
  public void close() throws IOException {
    wire.close();
  }
}
