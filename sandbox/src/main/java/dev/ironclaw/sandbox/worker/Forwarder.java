package dev.ironclaw.sandbox.worker;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Pattern;

/// Takes connections on the loopback interface over to the job's socket: for programs that want a URL as they are, for
/// programs that want a proxy only a CONNECT. It decides nothing: the token and the host's list do. Threading: threads of
/// its own; [#close] ends them.
final class Forwarder implements Closeable {
  private static final int MOST_CONNECTIONS = 64;
  private static final int MAX_HEAD_BYTES = 8 * 1024;
  private static final Duration AGAIN = Duration.ofMillis(50);
  private static final int BUFFER_BYTES = 16 * 1024;
  private static final Pattern CONNECT = Pattern
      .compile("CONNECT ([A-Za-z0-9.:\\[\\]-]{1,260}:[0-9]{1,5}) HTTP/1\\.[01]");
  private static final String ONLY_CONNECT = """
      HTTP/1.1 405 Method Not Allowed\r
      Allow: CONNECT\r
      Connection: close\r
      Content-Type: text/plain\r
      \r
      This way carries only CONNECT, to approved hosts: use https.
      """;
  private static final String NO_HOST = "HTTP/1.1 502 Bad Gateway\r\nConnection: close\r\nContent-Length: 0\r\n\r\n";

  private final ServerSocketChannel server;
  private final Path socket;
  private final boolean proxy;
  private final Semaphore room = new Semaphore(MOST_CONNECTIONS);

  private Forwarder(ServerSocketChannel server, Path socket, boolean proxy) {
    this.server = server;
    this.socket = socket;
    this.proxy = proxy;
  }

  /// Every byte goes over as it came.
  ///
  /// @param port on 127.0.0.1; 0 for any
  static Forwarder plain(int port, Path socket) throws IOException {
    return start(port, socket, false);
  }

  /// A proxy that knows CONNECT alone.
  ///
  /// @param port on 127.0.0.1; 0 for any
  static Forwarder proxy(int port, Path socket) throws IOException {
    return start(port, socket, true);
  }

  private static Forwarder start(int port, Path socket, boolean proxy) throws IOException {
    ServerSocketChannel server = ServerSocketChannel.open();
    try {
      server.bind(new InetSocketAddress(InetAddress.getByAddress(new byte[]{127, 0, 0, 1}), port));
    } catch (IOException taken) {
      server.close();
      throw taken;
    }
    Forwarder forwarder = new Forwarder(server, socket, proxy);
    daemon(proxy ? "proxy" : "forwarder", forwarder::accept);
    return forwarder;
  }

  int port() {
    return server.socket().getLocalPort();
  }

  private void accept() {
    try {
      while (server.isOpen()) {
        room.acquire();
        if (!isTaken()) {
          room.release();
          LockSupport.parkNanos(AGAIN.toNanos());
        }
      }
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }

  /// False where there is no descriptor or no thread for it, which may pass, and where it was closed.
  private boolean isTaken() {
    SocketChannel client;
    try {
      client = server.accept();
    } catch (IOException notNow) {
      return false; // silent-ok: whoever waits is taken later
    }
    try {
      daemon("forwarded", () -> forward(client));
      return true;
    } catch (IOException full) {
      closeBoth(client, client);
      return false; // silent-ok: the client sees it closed
    }
  }

  private void forward(SocketChannel client) {
    try (client; SocketChannel host = SocketChannel.open(StandardProtocolFamily.UNIX)) {
      Optional<ByteBuffer> first = proxy ? connectHead(client) : Optional.of(ByteBuffer.allocate(0));
      if (first.isEmpty()) {
        write(client, ascii(ONLY_CONNECT));
        return;
      }
      if (!connected(host)) {
        write(client, ascii(NO_HOST));
        return;
      }
      write(host, first.get());
      Thread back = daemon("forwarded back", () -> copy(host, client));
      copy(client, host);
      back.join();
    } catch (IOException gone) {
      // silent-ok: one end hung up, and the other is told by the close
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    } finally {
      room.release();
    }
  }

  private boolean connected(SocketChannel host) {
    try {
      return host.connect(UnixDomainSocketAddress.of(socket));
    } catch (IOException away) {
      return false; // silent-ok: the client is told
    }
  }

  /// The head of a CONNECT in the host's own words, and what came behind it; empty for any other request.
  private static Optional<ByteBuffer> connectHead(SocketChannel client) throws IOException {
    ByteBuffer in = ByteBuffer.allocate(MAX_HEAD_BYTES);
    while (in.hasRemaining()) {
      if (client.read(in) < 0) {
        return Optional.empty();
      }
      String text = new String(in.array(), 0, in.position(), StandardCharsets.ISO_8859_1);
      int end = text.indexOf("\r\n\r\n");
      if (end >= 0) {
        var request = CONNECT.matcher(text.substring(0, text.indexOf("\r\n")));
        if (!request.matches()) {
          return Optional.empty();
        }
        String host = request.group(1).toLowerCase(Locale.ROOT);
        String head = "CONNECT " + host + " HTTP/1.1\r\nHost: " + host + "\r\n\r\n";
        return Optional.of(StandardCharsets.ISO_8859_1.encode(head + text.substring(end + 4)));
      }
    }
    return Optional.empty();
  }

  /// Until the sender has no more, which the receiver is told.
  private static void copy(SocketChannel from, SocketChannel to) {
    ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER_BYTES);
    try {
      while (from.read(buffer.clear()) >= 0) {
        write(to, buffer.flip());
      }
      to.shutdownOutput();
    } catch (IOException gone) {
      closeBoth(from, to);
    }
  }

  private static void closeBoth(SocketChannel one, SocketChannel other) {
    for (SocketChannel end : List.of(one, other)) {
      try {
        end.close();
      } catch (IOException alreadyGone) {
        // silent-ok: it was to end
      }
    }
  }

  private static void write(SocketChannel to, ByteBuffer bytes) throws IOException {
    while (bytes.hasRemaining()) {
      to.write(bytes);
    }
  }

  private static ByteBuffer ascii(String text) {
    return StandardCharsets.US_ASCII.encode(text);
  }

  /// Fails where the container has no room for one more thread: what runs there may have taken all of it.
  private static Thread daemon(String name, Runnable work) throws IOException {
    Thread thread = new Thread(work, name);
    thread.setDaemon(true);
    try {
      thread.start();
    } catch (OutOfMemoryError full) {
      throw new IOException("start " + name + ": no thread is left", full);
    }
    return thread;
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}
