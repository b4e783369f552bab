package dev.ironclaw.controlplane.api;

import dev.ironclaw.contract.ErrorCode;
import dev.ironclaw.contract.IronclawException;
import java.net.InetAddress;
import java.util.List;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Where the API listens on TCP.
///
/// @param host `localhost` or an IP address, IPv6 without brackets
/// @param port 0 for any free one
public record ApiAddress(String host, int port) {
  private static final Pattern FORM = Pattern.compile("^(?:\\[([0-9A-Fa-f:.]+)]|([^:\\[\\]]*)):([0-9]{1,5})$");
  private static final String TAILNET = "tailnet";
  private static final int DEFAULT_PORT = 8787;

  /// Reads `host:port`, or `tailnet[:port]` for this machine's address in its tailnet, as it is now. Plain HTTP carries
  /// the token, so an address that other machines can reach is refused without TLS, unless the operator says in so many
  /// words that the network is safe.
  ///
  /// @param othersAllowed there is TLS, or the operator gave `--insecure-listen`
  /// @throws IronclawException `CONFIGURATION`
  public static ApiAddress parse(String text, boolean othersAllowed) {
    return parse(text, othersAllowed, Tailnet::ofMachine);
  }

  static ApiAddress parse(String text, boolean othersAllowed, Supplier<List<InetAddress>> machine) {
    Matcher form = FORM.matcher(text.equals(TAILNET) ? TAILNET + ":" + DEFAULT_PORT : text);
    if (!form.matches()) {
      throw refused(text, "it must be host:port, for example 127.0.0.1:8787, or tailnet:8787");
    }
    String host = form.group(1) != null ? form.group(1) : form.group(2);
    int port = Integer.parseInt(form.group(3));
    if (port > 65_535) {
      throw refused(text, "a port is at most 65535");
    }
    ApiAddress address = new ApiAddress(host.equals(TAILNET) ? tailnet(text, machine.get()) : anyIfEmpty(host), port);
    if (!address.isLoopback(text) && !othersAllowed) {
      throw refused(text, "other machines could read the token there, since the API speaks plain HTTP; add --tls "
          + "generated (or --tls-cert and --tls-key), use 127.0.0.1 behind an SSH tunnel or a TLS proxy, or add "
          + "--insecure-listen on a network that you trust");
    }
    return address;
  }

  /// True where only this machine can connect.
  public boolean isLoopback() {
    return isLoopback(host);
  }

  private boolean isLoopback(String shown) {
    if (host.equals("localhost")) {
      return true;
    }
    try {
      return InetAddress.ofLiteral(host).isLoopbackAddress();
    } catch (IllegalArgumentException e) {
      throw new IronclawException(ErrorCode.CONFIGURATION,
          "--api-addr " + shown + ": the host must be localhost, an IP address or tailnet", e);
    }
  }

  private static String anyIfEmpty(String host) {
    return host.isEmpty() ? "0.0.0.0" : host;
  }

  private static String tailnet(String text, List<InetAddress> machine) {
    return Tailnet.choose(machine).map(InetAddress::getHostAddress)
        // An interface's name behind % is no part of an address that listens.
        .map(literal -> literal.replaceFirst("%.*", ""))
        .orElseThrow(() -> refused(text, "this machine has no address in a tailnet (none in 100.64.0.0/10 or "
            + "fd7a:115c:a1e0::/48 on an interface that is up); start Tailscale, or give the address itself"));
  }

  private static IronclawException refused(String text, String why) {
    return new IronclawException(ErrorCode.CONFIGURATION, "--api-addr " + text + ": " + why);
  }
}
