package dev.ironclaw.controlplane.egress;

import dev.ironclaw.contract.ErrorCode;
import dev.ironclaw.contract.IronclawException;
import dev.ironclaw.controlplane.kind.PublicAddress;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Proxy;
import java.net.Socket;
import java.net.SocketAddress;
import java.nio.channels.SocketChannel;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;

/// The world outside as the broker sees it: who has which address, which address may be called, whose certificates count.
/// There is one for use, [#internet]; no setting leads to another.
///
/// @param resolver looks a name up; may wait
/// @param objection why an address may not be called; empty where it may
/// @param sockets makes unconnected ones
/// @param tls makes the connections; certificates are checked for the name by whoever uses it
/// @param dialler begins a connection of a channel
public record Network(Resolver resolver, Function<InetAddress, Optional<String>> objection, Supplier<Socket> sockets,
    SSLSocketFactory tls, Dialler dialler) {
  /// One whose channels go where they are told.
  public Network(Resolver resolver, Function<InetAddress, Optional<String>> objection, Supplier<Socket> sockets,
      SSLSocketFactory tls) {
    this(resolver, objection, sockets, tls, SocketChannel::connect);
  }

  /// Connects channels.
  @FunctionalInterface
  public interface Dialler {
    /// Begins to connect a channel that blocks nobody.
    ///
    /// @return whether it is connected already
    boolean begin(SocketChannel channel, SocketAddress address) throws IOException;
  }

  /// Looks names up.
  @FunctionalInterface
  public interface Resolver {
    /// All addresses of a name, at least one.
    List<InetAddress> addresses(String host) throws IOException;
  }

  /// Every address of a host must be one that may be called: a name that leads inside as well is not asked for the other.
  /// May wait.
  ///
  /// @throws IronclawException `DENIED`, `UPSTREAM_FAILED`
  public List<InetAddress> vetted(String host) {
    List<InetAddress> addresses;
    try {
      addresses = resolver.addresses(host);
    } catch (IOException e) {
      throw new IronclawException(ErrorCode.UPSTREAM_FAILED, "no address is known for " + host
          + "; check the name, or try later", e);
    }
    for (InetAddress address : addresses) {
      objection.apply(address).ifPresent(why -> {
        throw new IronclawException(ErrorCode.DENIED,
            host + " leads to " + address.getHostAddress() + ", which " + why);
      });
    }
    if (addresses.isEmpty()) {
      throw new IronclawException(ErrorCode.UPSTREAM_FAILED, "no address is known for " + host);
    }
    return addresses;
  }

  /// The public network, with the certificate authorities that this machine's Java trusts.
  public static Network internet() {
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, null, null);
      return new Network(host -> List.of(InetAddress.getAllByName(host)),
          address -> PublicAddress.objection(address.getAddress()), () -> new Socket(Proxy.NO_PROXY),
          context.getSocketFactory());
    } catch (GeneralSecurityException e) {
      throw new IronclawException(ErrorCode.CONFIGURATION,
          "prepare TLS: this Java has no certificate authorities; repair the installation", e);
    }
  }
}
