package dev.ironclaw.client;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;

/// Answers each connection on a unix socket with the next prepared text and closes it; remembers the heads.
final class FakeSocketServer implements AutoCloseable {
  final List<String> heads = new CopyOnWriteArrayList<>();
  private final BlockingQueue<String> answers = new LinkedBlockingQueue<>();
  private final ServerSocketChannel server;
  private final Thread serving;

  FakeSocketServer(Path socket) {
    try {
      server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
      server.bind(UnixDomainSocketAddress.of(socket));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    serving = Thread.ofVirtual().start(this::serve);
  }

  void answer(String head, String body) {
    answers.add("HTTP/1.1 " + head + "\r\nConnection: close\r\n\r\n" + body);
  }

  /// Nothing listens any more when it returns. Closing alone is not enough: while the virtual thread is in `accept` the
  /// socket stays open until that thread has run again, and a client that comes before gets a connection that breaks off.
  @Override
  public void close() {
    try {
      serving.interrupt();
      server.close();
      serving.join();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void serve() {
    while (true) {
      try (SocketChannel channel = server.accept()) {
        BufferedReader in = new BufferedReader(
            new InputStreamReader(Channels.newInputStream(channel), StandardCharsets.UTF_8));
        StringBuilder head = new StringBuilder();
        for (String line = in.readLine(); line != null && !line.isEmpty(); line = in.readLine()) {
          head.append(line).append('\n');
        }
        heads.add(head.toString());
        channel.write(ByteBuffer.wrap(answers.take().getBytes(StandardCharsets.UTF_8)));
      } catch (IOException e) {
        return;
      } catch (InterruptedException _) {
        Thread.currentThread().interrupt();
        return;
      }
    }
  }
}
