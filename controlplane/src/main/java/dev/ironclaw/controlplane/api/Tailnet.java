package dev.ironclaw.controlplane.api;

import dev.ironclaw.contract.ErrorCode;
import dev.ironclaw.contract.IronclawException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// This machine's address in its tailnet: the private mesh of a person's own machines.
///
/// Source: Tailscale gives addresses of 100.64.0.0/10 (RFC 6598) and of fd7a:115c:a1e0::/48.
final class Tailnet {
  private static final byte[] SIX = {(byte) 0xfd, 0x7a, 0x11, 0x5c, (byte) 0xa1, (byte) 0xe0};

  private Tailnet() {}

  /// The one to listen on, IPv4 before IPv6; always the same one of several.
  static Optional<InetAddress> choose(List<InetAddress> ofMachine) {
    return ofMachine.stream().filter(Tailnet::isInside)
        .min(Comparator.comparingInt((InetAddress address) -> address.getAddress().length)
            .thenComparing(InetAddress::getAddress, Arrays::compareUnsigned));
  }

  /// Every address of every interface that is up.
  ///
  /// @throws IronclawException `CONFIGURATION` where the system does not tell
  static List<InetAddress> ofMachine() {
    try {
      return NetworkInterface.networkInterfaces().filter(Tailnet::isUp).flatMap(NetworkInterface::inetAddresses)
          .toList();
    } catch (SocketException e) {
      throw new IronclawException(ErrorCode.CONFIGURATION,
          "--api-addr tailnet: the system does not tell its addresses; give the address itself", e);
    }
  }

  private static boolean isUp(NetworkInterface card) {
    try {
      return card.isUp() && !card.isLoopback();
    } catch (SocketException _) {
      // It went away meanwhile.
      return false;
    }
  }

  private static boolean isInside(InetAddress address) {
    byte[] bytes = address.getAddress();
    if (bytes.length == 4) {
      return bytes[0] == 100 && (bytes[1] & 0xc0) == 64;
    }
    return Arrays.equals(bytes, 0, SIX.length, SIX, 0, SIX.length);
  }
}
