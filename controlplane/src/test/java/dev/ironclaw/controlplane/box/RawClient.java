package dev.ironclaw.controlplane.box;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/// Speaks bytes over a unix socket, as a box may: what it sends is what the test says, well-formed or not.
///
/// Threading: one thread sends and reads.
public final class RawClient implements AutoCloseable {
  private final SocketChannel channel;
  private final ByteBuffer buffer = ByteBuffer.allocate(64 * 1024).limit(0);

  private final Deque<String> lines = new ArrayDeque<>();

  /// One parsed response.
  public record Answer(int status, Map<String, String> headers, String body) {}

  public RawClient(Path folder) throws IOException {
    this(UnixDomainSocketAddress.of(folder.resolve("host.sock")));
  }

  /// To any server, to measure against.
  public RawClient(SocketAddress address) throws IOException {
    channel = SocketChannel.open(address);
  }

  public RawClient send(byte[] bytes) throws IOException {
    ByteBuffer all = ByteBuffer.wrap(bytes);
    while (all.hasRemaining()) {
      channel.write(all);
    }
    return this;
  }

  public RawClient send(String text) throws IOException {
    return send(text.getBytes(StandardCharsets.UTF_8));
  }

  public Answer get(String target) throws IOException {
    return send("GET " + target + " HTTP/1.1\r\nHost: box\r\n\r\n").answer();
  }

  public Answer post(String target, String body) throws IOException {
    return sendPost(target, body).answer();
  }

  public RawClient sendPost(String target, String body) throws IOException {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    ByteArrayOutputStream whole = new ByteArrayOutputStream();
    whole.writeBytes(("POST " + target + " HTTP/1.1\r\nHost: box\r\nContent-Type: application/json\r\nContent-Length: "
        + bytes.length + "\r\n\r\n").getBytes(StandardCharsets.UTF_8));
    whole.writeBytes(bytes);
    return send(whole.toByteArray());
  }

  /// Reads one whole response.
  public Answer answer() throws IOException {
    Answer head = head();
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    if ("chunked".equals(head.headers().get("transfer-encoding"))) {
      for (byte[] chunk = chunk(); chunk.length > 0; chunk = chunk()) {
        body.writeBytes(chunk);
      }
    } else {
      body.writeBytes(bytes(Integer.parseInt(head.headers().getOrDefault("content-length", "0"))));
    }
    return new Answer(head.status(), head.headers(), body.toString(StandardCharsets.UTF_8));
  }

  /// Reads a response up to its body.
  public Answer head() throws IOException {
    String status = line();
    Map<String, String> headers = new HashMap<>();
    for (String line = line(); !line.isEmpty(); line = line()) {
      int colon = line.indexOf(':');
      headers.put(line.substring(0, colon).toLowerCase(Locale.ROOT), line.substring(colon + 1).strip());
    }
    return new Answer(Integer.parseInt(status.split(" ")[1]), headers, "");
  }

  /// Reads one chunk of a chunked body; empty at its end. The line end of a chunk is left for the next call, because
  /// the host sends it with the next chunk.
  public byte[] chunk() throws IOException {
    String size = line();
    byte[] chunk = new byte[Integer.parseInt(size.isEmpty() ? line() : size, 16)];
    for (int i = 0; i < chunk.length; i++) {
      chunk[i] = read();
    }
    if (chunk.length == 0) {
      line();
    }
    return chunk;
  }

  /// Reads so many bytes of a body that says its length.
  public byte[] bytes(int count) throws IOException {
    byte[] bytes = new byte[count];
    for (int i = 0; i < count; i++) {
      bytes[i] = read();
    }
    return bytes;
  }

  /// Reads one line of a chunked body; empty at its end.
  public String bodyLine() throws IOException {
    while (lines.isEmpty()) {
      byte[] chunk = chunk();
      if (chunk.length == 0) {
        return "";
      }
      lines.addAll(new String(chunk, StandardCharsets.UTF_8).lines().toList());
    }
    return lines.removeFirst();
  }

  /// Reads until the host closes.
  public String rest() throws IOException {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    try {
      while (true) {
        all.write(read());
      }
    } catch (EOFException e) {
      return all.toString(StandardCharsets.UTF_8);
    }
  }

  private String line() throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (byte next = read(); next != '\n'; next = read()) {
      line.write(next);
    }
    return line.toString(StandardCharsets.UTF_8).stripTrailing();
  }

  private byte read() throws IOException {
    if (!buffer.hasRemaining()) {
      buffer.clear();
      int count;
      try {
        count = channel.read(buffer);
      } catch (IOException e) {
        // A reset is an end too: the host need not be polite to a box.
        count = -1;
      }
      if (count < 0) {
        buffer.limit(0);
        throw new EOFException("the host closed the connection");
      }
      buffer.flip();
    }
    return buffer.get();
  }

  public SocketChannel channel() {
    return channel;
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
