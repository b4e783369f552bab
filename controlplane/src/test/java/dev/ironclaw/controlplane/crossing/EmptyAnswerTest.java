package dev.ironclaw.controlplane.crossing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// An answer without a body, given by another thread than the one that took the request, and the next exchange of the same
/// connection, which must not notice.
class EmptyAnswerTest {
  private static final int EXCHANGES = 10_000;

  @TempDir
  private Path folder;

  @Test
  void leavesTheConnectionAsItWas() throws Exception {
    try (ExecutorService others = Executors.newFixedThreadPool(2);
        SocketServer server = new SocketServer(folder.resolve("run"), SocketModes.SAME_UID,
            new SocketServer.Settings("test", 8, Duration.ofSeconds(10)), new Handler.Abstract() {
              @Override
              public boolean handle(Request request, Response response, Callback callback) {
                others.execute(() -> {
                  if (request.getMethod().equals("POST")) {
                    EmptyAnswer.give(response, 204, callback);
                  } else {
                    response.write(true, ByteBuffer.wrap("word".getBytes(StandardCharsets.US_ASCII)), callback);
                  }
                });
                return true;
              }
            }, (_, _, _) -> false)) {
      SocketFile file = server.file("a");
      try (Closeable _ = server.listen(file, 4);
          SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
        channel.connect(UnixDomainSocketAddress.of(file.socket()));
        InputStream in = Channels.newInputStream(channel);
        for (int i = 0; i < EXCHANGES; i++) {
          assertThat(exchange(channel, in, "POST")).as("POST %d", i).startsWith("HTTP/1.1 204");
          assertThat(exchange(channel, in, "GET")).as("GET %d", i).startsWith("HTTP/1.1 200").endsWith("word");
        }
      }
    }
  }

  private static String exchange(SocketChannel channel, InputStream in, String method) throws IOException {
    channel.write(
        ByteBuffer.wrap(
            (method + " / HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n\r\n").getBytes(StandardCharsets.US_ASCII)));
    StringBuilder answer = new StringBuilder();
    while (answer.indexOf("\r\n\r\n") < 0) {
      int next = in.read();
      if (next < 0) {
        throw new IOException("hung up after: " + answer);
      }
      answer.append((char) next);
    }
    return answer.indexOf("Content-Length: 4") < 0
        ? answer.toString()
        : answer + new String(in.readNBytes(4), StandardCharsets.US_ASCII);
  }
}
