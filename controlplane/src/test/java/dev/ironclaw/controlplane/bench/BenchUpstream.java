package dev.ironclaw.controlplane.bench;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/// As little of a server as there can be, so that what is measured is not it: answers every POST at once, or as a stream
/// where the path says so.
final class BenchUpstream implements AutoCloseable {
  private static final String ANSWER = "{\"type\":\"message\",\"content\":[{\"type\":\"text\",\"text\":\""
      + "x".repeat(200)
      + "\"}],\"usage\":{\"input_tokens\":20,\"output_tokens\":9}}";
  private static final byte[] WHOLE = ("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: "
      + ANSWER.length() + "\r\n\r\n" + ANSWER).getBytes(StandardCharsets.UTF_8);
  private static final byte[] HEAD = String.join("\r\n", "HTTP/1.1 200 OK",
      "Content-Type: text/event-stream", "Transfer-Encoding: chunked", "", "").getBytes(StandardCharsets.UTF_8);
  private static final String EVENT = "event: delta\ndata: {\"text\":\"" + "y".repeat(60) + "\"}\n\n";
  private static final byte[] CHUNK = (Integer.toHexString(EVENT.length()) + "\r\n" + EVENT + "\r\n")
      .getBytes(StandardCharsets.UTF_8);
  private static final byte[] LAST = "0\r\n\r\n".getBytes(StandardCharsets.UTF_8);

  private final ServerSocket server = new ServerSocket(0, 1024, InetAddress.getLoopbackAddress());
  private final int events;
  private final long pauseMillis;

  /// @param events of a stream
  /// @param pauseMillis between two of them
  BenchUpstream(int events, long pauseMillis) throws IOException {
    this.events = events;
    this.pauseMillis = pauseMillis;
    Thread.ofVirtual().start(() -> {
      while (!server.isClosed()) {
        try {
          Socket socket = server.accept();
          socket.setTcpNoDelay(true);
          Thread.ofVirtual().start(() -> serve(socket));
        } catch (IOException e) {
          return; // silent-ok: closed
        }
      }
    });
  }

  InetSocketAddress address() {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), server.getLocalPort());
  }

  private void serve(Socket socket) {
    try (socket) {
      InputStream in = new BufferedInputStream(socket.getInputStream());
      OutputStream out = socket.getOutputStream();
      for (String line = line(in); !line.isEmpty(); line = line(in)) {
        boolean stream = line.contains("stream");
        int length = 0;
        for (String header = line(in); !header.isEmpty(); header = line(in)) {
          if (header.toLowerCase(Locale.ROOT).startsWith("content-length:")) {
            length = Integer.parseInt(header.substring(header.indexOf(':') + 1).strip());
          }
        }
        in.skipNBytes(length);
        if (stream) {
          stream(out);
        } else {
          out.write(WHOLE);
        }
      }
    } catch (IOException | InterruptedException e) {
      return; // silent-ok: the client has gone
    }
  }

  private void stream(OutputStream out) throws IOException, InterruptedException {
    out.write(HEAD);
    for (int i = 0; i < events; i++) {
      out.write(CHUNK);
      if (pauseMillis > 0) {
        Thread.sleep(pauseMillis); // sleep-ok: a model takes its time, and this is what is measured
      }
    }
    out.write(LAST);
  }

  private static String line(InputStream in) throws IOException {
    StringBuilder line = new StringBuilder();
    for (int next = in.read(); next >= 0 && next != '\n'; next = in.read()) {
      if (next != '\r') {
        line.append((char) next);
      }
    }
    return line.toString();
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}
