package dev.ironclaw.sandbox.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ironclaw.sandbox.testing.SocketHost;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ForwarderTest {
  @TempDir
  private Path folder;

  private static String exchange(Forwarder forwarder, String request) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), forwarder.port())) {
      socket.setSoTimeout(10_000);
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      socket.shutdownOutput();
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
    }
  }

  @Test
  void carriesEveryByteToTheSocketAndBack() throws Exception {
    try (SocketHost host = new SocketHost(folder.resolve("s"), request -> SocketHost.answer(200, request.body()));
        Forwarder forwarder = Forwarder.plain(0, folder.resolve("s"))) {
      String body = "x".repeat(200_000);
      assertThat(
          exchange(forwarder, "POST /worker/1/event HTTP/1.1\r\nAuthorization: Bearer t\r\nContent-Length: 200000"
              + "\r\n\r\n" + body))
          .endsWith(body);
      assertThat(host.await("/worker/1/event").head()).contains("Authorization: Bearer t");
    }
  }

  @Test
  void passesAConnectOnInItsOwnWordsAlone() throws Exception {
    try (SocketHost host = new SocketHost(folder.resolve("s"), _ -> SocketHost.answer(200, "hello"));
        Forwarder forwarder = Forwarder.proxy(0, folder.resolve("s"))) {
      assertThat(exchange(forwarder, "CONNECT Example.com:443 HTTP/1.1\r\nHost: other\r\nX-Smuggled: 1\r\n\r\n"))
          .endsWith("hello");
      assertThat(host.requests.take().head())
          .isEqualTo("CONNECT example.com:443 HTTP/1.1\r\nHost: example.com:443\r\n\r\n");
    }
  }

  @Test
  void letsNothingButAConnectThroughTheProxy() throws Exception {
    try (SocketHost host = new SocketHost(folder.resolve("s"), _ -> SocketHost.answer(200, "hello"));
        Forwarder forwarder = Forwarder.proxy(0, folder.resolve("s"))) {
      for (String line : new String[]{"GET http://example.com/ HTTP/1.1", "POST /worker/1/complete HTTP/1.1",
          "CONNECT /worker/1/complete HTTP/1.1", "CONNECT a b:443 HTTP/1.1", "CONNECT example.com HTTP/1.1",
          "connect example.com:443 HTTP/1.1"}) {
        assertThat(exchange(forwarder, line + "\r\nHost: x\r\n\r\n")).as(line).startsWith("HTTP/1.1 405");
      }
      assertThat(host.accepted()).isZero();
    }
  }

  @Test
  void saysThatTheHostIsAway() throws Exception {
    try (Forwarder forwarder = Forwarder.proxy(0, folder.resolve("missing"))) {
      assertThat(exchange(forwarder, "CONNECT example.com:443 HTTP/1.1\r\n\r\n")).startsWith("HTTP/1.1 502");
    }
  }
}
