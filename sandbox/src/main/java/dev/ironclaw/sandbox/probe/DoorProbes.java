package dev.ironclaw.sandbox.probe;

import dev.ironclaw.contract.box.BoxApi;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// Asks every door that needs a session, over the box's own socket, and knocks at the sockets of others. Run where the
/// box has no session: then each door answers 409.
final class DoorProbes {
  private static final String CLOSED = "409";
  private static final int STATUS_AT = "HTTP/1.1 ".length();
  private static final List<String> READ = List.of(BoxApi.STATE, BoxApi.PERSONA);
  private static final List<String> WRITE = List.of(BoxApi.COMMIT, BoxApi.PARTIAL, BoxApi.HEARTBEAT,
      BoxApi.MODEL + "/v1/messages", BoxApi.TOOLS + "/http_fetch");

  private DoorProbes() {}

  static List<Finding> run(Target target) {
    Path own = target.socketFolder().resolve("host.sock");
    List<Finding> findings = new ArrayList<>();
    READ.forEach(door -> findings.add(ask(own, "GET", door)));
    WRITE.forEach(door -> findings.add(ask(own, "POST", door)));
    findings.add(others(target));
    return findings;
  }

  private static Finding ask(Path socket, String method, String door) {
    String probe = "unbound-door-" + door.substring("/v1/".length()).replace('/', '-');
    String request = method + " " + door + " HTTP/1.1\r\nHost: box\r\nConnection: close\r\n"
        + "Content-Type: application/json\r\nContent-Length: 2\r\n\r\n{}";
    try (SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(socket))) {
      channel.write(ByteBuffer.wrap(request.getBytes(StandardCharsets.US_ASCII)));
      ByteBuffer answer = ByteBuffer.allocate(STATUS_AT + CLOSED.length());
      while (answer.hasRemaining() && channel.read(answer) >= 0) {
        Thread.onSpinWait();
      }
      String head = new String(answer.array(), 0, answer.position(), StandardCharsets.US_ASCII);
      return new Finding(probe, head.startsWith(CLOSED, STATUS_AT), method + " " + door + ": " + head);
    } catch (IOException e) {
      // An attempt that got no answer has shown nothing.
      return new Finding(probe, false, method + " " + door + ": unknown: " + e.getMessage());
    }
  }

  /// By the host's path and beside the own folder.
  private static Finding others(Target target) {
    return Attempt.of("other-box-socket", "connect to " + target.foreign(), () -> {
      for (Path socket : target.foreign().stream().flatMap(path -> ways(target, path)).toList()) {
        try (SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(socket))) {
          return "connected to " + socket + ": " + channel.isConnected();
        } catch (IOException refused) {
          // silent-ok: this way was closed; the next may not be
        }
      }
      throw new IOException("no way leads there");
    });
  }

  private static Stream<Path> ways(Target target, Path socket) {
    int parts = socket.getNameCount();
    return Stream.of(socket, target.socketFolder().resolve("..").resolve(socket.subpath(parts - 2, parts)));
  }
}
