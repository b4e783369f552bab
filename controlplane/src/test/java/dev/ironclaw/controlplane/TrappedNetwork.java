package dev.ironclaw.controlplane;

import dev.ironclaw.controlplane.egress.Network;
import dev.ironclaw.controlplane.kind.PublicAddress;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLSocketFactory;

/// A world in which names lead to this machine and its network, now and then to a public address at the first look-up
/// only. Nothing is ever connected; every attempt is noted.
final class TrappedNetwork {
  private static final List<String> INSIDE = List.of("127.0.0.1", "0.0.0.0", "10.0.0.1", "192.168.7.7", "172.16.0.1",
      "169.254.169.254", "100.64.0.1", "::1", "::ffff:127.0.0.1", "fd00::1", "fe80::1", "64:ff9b::7f00:1",
      "2002:7f00:1::",
      "224.0.0.1", "255.255.255.255");
  private static final String PUBLIC = "93.184.216.34";

  /// Addresses of this machine or its network that somebody tried to connect to: must stay empty.
  final Set<String> reached = ConcurrentHashMap.newKeySet();
  final AtomicInteger lookedUp = new AtomicInteger();
  final AtomicInteger outside = new AtomicInteger();

  Network network() {
    Network real = Network.internet();
    return new Network(this::addresses, real.objection(), Trap::new, (SSLSocketFactory) SSLSocketFactory.getDefault());
  }

  /// `two…` is public and inside at once, `public…` only public, others by turns.
  private List<InetAddress> addresses(String host) throws IOException {
    int turn = lookedUp.incrementAndGet();
    InetAddress inside = InetAddress.getByName(INSIDE.get(turn % INSIDE.size()));
    if (host.startsWith("public") || (turn % 4 == 0 && !host.startsWith("two"))) {
      return List.of(InetAddress.getByName(PUBLIC));
    }
    return host.startsWith("two") ? List.of(InetAddress.getByName(PUBLIC), inside) : List.of(inside);
  }

  private final class Trap extends Socket {
    @Override
    public void connect(SocketAddress endpoint) throws IOException {
      connect(endpoint, 0);
    }

    @Override
    public void connect(SocketAddress endpoint, int timeout) throws IOException {
      InetAddress address = ((InetSocketAddress) endpoint).getAddress();
      if (address == null || PublicAddress.objection(address.getAddress()).isPresent()) {
        reached.add(endpoint.toString());
      }
      outside.incrementAndGet();
      throw new ConnectException("nobody answers");
    }
  }
}
