package dev.ironclaw.controlplane.tunnel;

import dev.ironclaw.contract.ErrorCode;
import dev.ironclaw.contract.IronclawException;
import dev.ironclaw.contract.VisibleText;
import dev.ironclaw.controlplane.kind.EgressHost;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Where a container wants to go.
///
/// @param host in its ASCII form, lower case
record TunnelTarget(String host, int port) {
  private static final int MAX_CHARS = 300;
  private static final int MOST = 65_535;
  private static final Pattern AUTHORITY = Pattern.compile("([^:@/\\s]++|\\[[^\\]]*+]):([0-9]{1,5}+)");

  /// Reads what stands behind `CONNECT`.
  ///
  /// @throws IronclawException `INVALID_REQUEST` for another form, `DENIED` for what is no public name
  static TunnelTarget of(String authority) {
    Matcher parts = AUTHORITY.matcher(authority);
    if (authority.length() > MAX_CHARS || !parts.matches()) {
      throw invalid("CONNECT: say HOST:PORT, with a name and a number");
    }
    int port = Integer.parseInt(parts.group(2));
    if (port < 1 || port > MOST) {
      throw invalid("CONNECT: a port is a number from 1 to " + MOST);
    }
    String named = parts.group(1).toLowerCase(Locale.ROOT);
    EgressHost.objection(named.replaceAll("^\\[|]$", "")).ifPresent(why -> {
      throw new IronclawException(ErrorCode.DENIED, "the host \"" + VisibleText.brief(named) + "\" " + why);
    });
    return new TunnelTarget(EgressHost.of(named).ascii(), port);
  }

  private static IronclawException invalid(String words) {
    return new IronclawException(ErrorCode.INVALID_REQUEST, words);
  }

  @Override
  public String toString() {
    return host + ":" + port;
  }
}
