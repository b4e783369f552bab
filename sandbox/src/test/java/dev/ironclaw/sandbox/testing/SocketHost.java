package dev.ironclaw.sandbox.testing;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/// A host on a real unix socket whose every answer is raw bytes written by the test.
public final class SocketHost implements AutoCloseable {
  /// A request as it came in.
  ///
  /// @param head its first line and its headers
  public record Request(String line, String head, String body) {}

  public final BlockingQueue<Request> requests = new LinkedBlockingQueue<>();
  private final Queue<SocketChannel> connections = new ConcurrentLinkedQueue<>();
  private final AtomicInteger accepted = new AtomicInteger();
  private final ServerSocketChannel server;
  private final Path path;
  private final Function<Request, byte[]> answers;

  /// @param answers raw bytes; an empty array closes the connection without an answer
  public SocketHost(Path path, Function<Request, byte[]> answers) throws IOException {
    this.path = path;
    this.answers = answers;
    Files.deleteIfExists(path);
    server = ServerSocketChannel.open(StandardProtocolFamily.UNIX).bind(UnixDomainSocketAddress.of(path));
    daemon(this::accept);
  }

  public static byte[] answer(int status, String body) {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    return ascii("HTTP/1.1 " + status + " X\r\nContent-Length: " + bytes.length + "\r\n\r\n" + body);
  }

  /// An answer without a body.
  public static byte[] answer(int status) {
    return ascii("HTTP/1.1 " + status + " X\r\n\r\n");
  }

  public static byte[] chunkedHead() {
    return ascii("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
  }

  public static byte[] chunkedHead(String contentType) {
    return ascii("HTTP/1.1 200 OK\r\nContent-Type: " + contentType + "\r\nTransfer-Encoding: chunked\r\n\r\n");
  }

  public static byte[] chunk(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return ascii(Integer.toHexString(bytes.length) + "\r\n" + text + "\r\n");
  }

  public static byte[] concat(byte[]... parts) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      all.writeBytes(part);
    }
    return all.toByteArray();
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /// Connections that came in so far.
  public int accepted() {
    return accepted.get();
  }

  /// Ends every open connection, as a host that is killed does.
  public void cutAll() throws IOException {
    for (SocketChannel connection = connections.poll(); connection != null; connection = connections.poll()) {
      connection.close();
    }
  }

  private static void daemon(Runnable work) {
    Thread thread = new Thread(work, "socket-host");
    thread.setDaemon(true);
    thread.start();
  }

  private void accept() {
    try {
      while (true) {
        SocketChannel connection = server.accept();
        connections.add(connection);
        accepted.incrementAndGet();
        daemon(() -> serve(connection));
      }
    } catch (IOException closed) {
      // silent-ok: the test is over
    }
  }

  private void serve(SocketChannel connection) {
    try (connection) {
      InputStream in = new BufferedInputStream(Channels.newInputStream(connection));
      while (true) {
        Request request = read(in);
        requests.add(request);
        byte[] answer = answers.apply(request);
        if (answer.length == 0) {
          return;
        }
        ByteBuffer out = ByteBuffer.wrap(answer);
        while (out.hasRemaining()) {
          connection.write(out);
        }
      }
    } catch (IOException closed) {
      // silent-ok: the box hung up, or the test cut it
    }
  }

  private static Request read(InputStream in) throws IOException {
    StringBuilder head = new StringBuilder();
    while (!head.toString().endsWith("\r\n\r\n")) {
      int next = in.read();
      if (next < 0) {
        throw new IOException("closed");
      }
      head.append((char) next);
    }
    int length = 0;
    for (String line : head.toString().lines().toList()) {
      if (line.regionMatches(true, 0, "Content-Length: ", 0, "Content-Length: ".length())) {
        length = Integer.parseInt(line.substring("Content-Length: ".length()));
      }
    }
    return new Request(head.toString().lines().findFirst().orElseThrow(), head.toString(),
        new String(in.readNBytes(length), StandardCharsets.UTF_8));
  }

  /// The next request whose line holds `part`; others are passed over.
  public Request await(String part) throws InterruptedException {
    Request request = requests.take();
    while (!request.line().contains(part)) {
      request = requests.take();
    }
    return request;
  }

  @Override
  public void close() throws IOException {
    server.close();
    cutAll();
    Files.deleteIfExists(path);
  }
}
