package dev.ironclaw.controlplane.api;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;

/// HTTP/1.1 with every header in the test's hands, over TCP or a unix socket.
final class RawHttp {
  private final SocketAddress address;
  private final String host;

  private RawHttp(SocketAddress address, String host) {
    this.address = address;
    this.host = host;
  }

  static RawHttp tcp(int port) {
    return new RawHttp(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), port), "127.0.0.1:" + port);
  }

  static RawHttp socket(Path path) {
    return new RawHttp(UnixDomainSocketAddress.of(path), "localhost");
  }

  /// @param headers lines such as `Authorization: Bearer x`; a line that starts with `Host:` replaces the right one
  Answer send(String method, String path, String body, String... headers) {
    StringBuilder head = new StringBuilder(method + " " + path + " HTTP/1.1\r\nConnection: close\r\n");
    if (List.of(headers).stream().noneMatch(line -> line.startsWith("Host:"))) {
      head.append("Host: ").append(host).append("\r\n");
    }
    List.of(headers).forEach(line -> head.append(line).append("\r\n"));
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    if (bytes.length > 0 && List.of(headers).stream().noneMatch(line -> line.startsWith("Transfer-Encoding"))) {
      head.append("Content-Length: ").append(bytes.length).append("\r\n");
    }
    return raw(head + "\r\n" + body);
  }

  Answer raw(String request) {
    try (SocketChannel channel = open(request)) {
      String text = new String(Channels.newInputStream(channel).readAllBytes(), StandardCharsets.UTF_8);
      return Answer.parse(text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// An answer that does not end; the caller closes it.
  InputStream stream(String path, String... headers) {
    StringBuilder head = new StringBuilder("GET " + path + " HTTP/1.1\r\nHost: " + host + "\r\n");
    List.of(headers).forEach(line -> head.append(line).append("\r\n"));
    try {
      return Channels.newInputStream(open(head + "\r\n"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private SocketChannel open(String request) throws IOException {
    SocketChannel channel = SocketChannel.open(address);
    try {
      ByteBuffer bytes = ByteBuffer.wrap(request.getBytes(StandardCharsets.UTF_8));
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
    } catch (IOException e) {
      // The server may answer and close before it has read all of a body that it refuses.
      if (!channel.isOpen()) {
        throw e;
      }
    }
    return channel;
  }

  /// One answer.
  record Answer(int status, Map<String, String> headers, String body) {
    static Answer parse(String text) {
      int end = text.indexOf("\r\n\r\n");
      String[] lines = text.substring(0, end).split("\r\n");
      Map<String, String> headers = new TreeMap<>();
      for (int i = 1; i < lines.length; i++) {
        int colon = lines[i].indexOf(':');
        headers.put(lines[i].substring(0, colon).toLowerCase(Locale.ROOT), lines[i].substring(colon + 1).strip());
      }
      return new Answer(Integer.parseInt(lines[0].split(" ")[1]), headers, text.substring(end + 4));
    }

    JsonNode json() {
      return ApiJson.MAPPER.readTree(body);
    }

    String text(String field) {
      return json().path(field).asString("");
    }
  }
}
