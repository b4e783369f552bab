package dev.ironclaw.sandbox.boxclient;

import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/// One connection to the host: HTTP/1.1, one exchange at a time. Reads the channel directly, because `available()`
/// fails on a host socket inside gVisor. Threading: one thread exchanges; any thread may close, which ends a blocked
/// read with an `IOException`.
final class HttpConnection implements Closeable {
  private static final int MAX_HEAD_BYTES = 16 * 1024;
  private static final int BUFFER_BYTES = 16 * 1024;
  private static final int MAX_WRITE_BYTES = 64 * 1024;

  private final SocketChannel channel;
  private final ByteBuffer in = ByteBuffer.allocateDirect(BUFFER_BYTES).flip();
  private int headBytes;

  HttpConnection(Path socket) throws IOException {
    channel = SocketChannel.open(StandardProtocolFamily.UNIX);
    try {
      channel.connect(UnixDomainSocketAddress.of(socket));
    } catch (IOException | RuntimeException failed) {
      channel.close();
      throw failed;
    }
  }

  /// Sends one request and reads the head of its response; the body is read from the result.
  HttpResponse exchange(String method, String target, byte[] body) throws IOException {
    write(method, target, body);
    headBytes = 0;
    HttpHead head = HttpHead.parse(this);
    while (head.isInterim()) {
      head = HttpHead.parse(this);
    }
    return new HttpResponse(head.status(), head.retryAfter(), HttpBody.of(head, this));
  }

  private void write(String method, String target, byte[] body) throws IOException {
    String head = method + ' ' + target + " HTTP/1.1\r\nHost: box\r\nContent-Type: application/json\r\nContent-Length: "
        + body.length + "\r\n\r\n";
    byte[] headBytes = head.getBytes(StandardCharsets.US_ASCII);
    ByteBuffer out = ByteBuffer.allocate(headBytes.length + body.length).put(headBytes).put(body).flip();
    int end = out.limit();
    while (out.position() < end) {
      // The JDK keeps a direct buffer of the largest write for each thread.
      channel.write(out.limit(Math.min(end, out.position() + MAX_WRITE_BYTES)));
    }
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
    return in.get() & 0xff;
  }

  /// At least one byte, at most `length`: what has arrived.
  int read(byte[] target, int offset, int length) throws IOException {
    fill();
    int count = Math.min(length, in.remaining());
    in.get(target, offset, count);
    return count;
  }

  private void fill() throws IOException {
    if (in.hasRemaining()) {
      return;
    }
    in.clear();
    int count = channel.read(in);
    in.flip();
    if (count < 0) {
      throw new EOFException("read from the host: the connection ended in the middle of an answer");
    }
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
