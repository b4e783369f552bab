package dev.ironclaw.controlplane.kind;

import dev.ironclaw.contract.ErrorCode;
import dev.ironclaw.contract.IronclawException;
import dev.ironclaw.contract.VisibleText;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Hosts that may be reached: one exact name, or a name and all below it, at one port.
///
/// @param name in its ASCII form, lower case
/// @param below whether every name below is meant too
public record HostPattern(String name, boolean below, int port) implements Comparable<HostPattern> {
  /// What [#of] takes.
  public static final String FORM = "\"HOST\" or \"*.HOST\" for it and all below it, on port 443, or \":80\" behind it for "
      + "plain HTTP";
  public static final int HTTPS = 443;
  /// Of plain HTTP.
  public static final int PLAIN = 80;
  private static final int MAX_CHARS = 300;
  private static final Pattern ITEM = Pattern.compile("(\\*\\.)?+([^*:/@\\s]++)(?::(443|80))?+");

  /// Reads one.
  ///
  /// @throws IronclawException `INVALID_REQUEST` with the accepted form
  public static HostPattern of(String text) {
    Matcher item = ITEM.matcher(text);
    if (text.length() > MAX_CHARS || !item.matches()) {
      throw new IronclawException(ErrorCode.INVALID_REQUEST,
          "the host \"" + VisibleText.brief(text) + "\" must be " + FORM);
    }
    String named = item.group(2);
    EgressHost.objection(named).ifPresent(why -> {
      throw new IronclawException(ErrorCode.INVALID_REQUEST, "the host \"" + VisibleText.brief(named) + "\" " + why);
    });
    return new HostPattern(EgressHost.of(named).ascii(), item.group(1) != null,
        item.group(3) == null ? HTTPS : Integer.parseInt(item.group(3)));
  }

  /// Whether it is one of these.
  ///
  /// @param host in its ASCII form, lower case
  public boolean covers(String host, int at) {
    return at == port && (host.equals(name) || (below && host.endsWith("." + name)));
  }

  /// Whether whatever the other lets through passes here too.
  public boolean covers(HostPattern other) {
    return covers(other.name, other.port) && (below || !other.below);
  }

  /// Whether what goes there can be read on the way.
  public boolean isPlain() {
    return port == PLAIN;
  }

  /// For a card.
  String meaning() {
    String shown = new EgressHost(name).shown();
    return (below ? shown + " and every name below it" : shown)
        + (isPlain() ? ", readable for everybody on the way (plain HTTP)" : "");
  }

  /// As [#of] reads it.
  public String text() {
    return (below ? "*." : "") + name + (port == HTTPS ? "" : ":" + port);
  }

  @Override
  public int compareTo(HostPattern other) {
    return text().compareTo(other.text());
  }

  @Override
  public String toString() {
    return text();
  }
}
