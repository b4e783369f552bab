package dev.ironclaw.controlplane.isolation;

import dev.ironclaw.contract.ErrorCode;
import dev.ironclaw.contract.IronclawException;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;

/// What an escaping box would find: a TCP listener and a UDP responder on the host's loopback, a unix socket without a
/// file, and another session's folder with a key in it.
final class ProbeBait implements AutoCloseable {
  private final ServerSocket tcp;
  private final DatagramSocket udp;
  private final String name = "ironclaw-probe-" + UUID.randomUUID();
  private final BaitListener unnamed;
  private final Path key;

  ProbeBait(Path otherSession) {
    try {
      key = Files.write(Files.createDirectories(otherSession).resolve("session.key"), new byte[32]);
      tcp = new ServerSocket();
      tcp.bind(new InetSocketAddress(0));
      udp = new DatagramSocket(0, InetAddress.ofLiteral("127.0.0.1"));
      unnamed = new BaitListener(name);
    } catch (IOException e) {
      throw new IronclawException(ErrorCode.CONFIGURATION, "run the self-test: the host can't listen on loopback", e);
    }
    Thread.ofPlatform().daemon().name("probe-bait").start(this::answer);
  }

  List<String> options(int uid) {
    return List.of("--tcp=" + tcp.getLocalPort(), "--udp=" + udp.getLocalPort(), "--uid=" + uid,
        "--foreign=" + key + "," + key.getParent(), "--abstract=" + name);
  }

  private void answer() {
    DatagramPacket packet = new DatagramPacket(new byte[64], 64);
    try {
      while (true) {
        udp.receive(packet);
        udp.send(packet);
      }
    } catch (IOException e) {
      // silent-ok: this is how the bait is taken in
    }
  }

  @Override
  public void close() {
    unnamed.close();
    udp.close();
    try {
      tcp.close();
    } catch (IOException e) {
      // silent-ok: a listener that can't be closed goes with the process
    }
  }
}
