package dev.ironclaw.sandbox.probe;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// Looks for a way out over a network, with what Java has for it. [SocketCalls] tries the rest.
final class NetworkProbes {
  private static final int MILLIS = 1500;

  private NetworkProbes() {}

  static List<Finding> run(Target target) {
    return List.of(interfaces(), internetSocket(), connect("host-loopback-v4", "127.0.0.1", target.tcpPort()),
        connect("host-loopback-v6", "::1", target.tcpPort()), datagram(target.udpPort()));
  }

  private static Finding interfaces() {
    try {
      List<String> names = Files.readAllLines(Path.of("/proc/net/dev")).stream().filter(line -> line.contains(":"))
          .map(line -> line.substring(0, line.indexOf(':')).strip()).toList();
      return new Finding("network-interfaces", names.equals(List.of("lo")), "interfaces: " + names);
    } catch (IOException e) {
      return new Finding("network-interfaces", false, "unknown: " + e.getMessage());
    }
  }

  private static Finding internetSocket() {
    return Attempt.of("internet-socket", "make an internet socket", () -> {
      try (DatagramSocket socket = new DatagramSocket(null)) {
        return "a socket, bound: " + socket.isBound();
      }
    });
  }

  private static Finding connect(String probe, String address, int port) {
    return Attempt.of(probe, "connect to the host's " + address + ":" + port, () -> {
      try (Socket socket = new Socket()) {
        socket.connect(new InetSocketAddress(InetAddress.ofLiteral(address), port), MILLIS);
        return "connected";
      }
    });
  }

  private static Finding datagram(int port) {
    return Attempt.of("host-udp", "ask the host's 127.0.0.1:" + port + " over UDP, as DNS does", () -> {
      try (DatagramSocket socket = new DatagramSocket()) {
        socket.setSoTimeout(MILLIS);
        byte[] words = "who".getBytes(StandardCharsets.UTF_8);
        socket.send(new DatagramPacket(words, words.length, InetAddress.ofLiteral("127.0.0.1"), port));
        DatagramPacket answer = new DatagramPacket(new byte[16], 16);
        socket.receive(answer);
        return "answered";
      }
    });
  }
}
