package dev.ironclaw.controlplane.provider;

import dev.ironclaw.contract.ErrorCode;
import dev.ironclaw.contract.IronclawException;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;

/// A model server's address as people write it: scheme, host and port are kept, `/v1` at its end is not.
final class ServerAddress {
  private static final int MAX_CHARS = 300;

  private ServerAddress() {}

  /// @param plain whether plain HTTP is taken on this machine: its own addresses only, as numbers, for what a name leads to
  ///        can change
  /// @return scheme, host and port
  /// @throws IronclawException `INVALID_REQUEST`
  static String parse(String text, boolean plain) {
    String typed = text.strip();
    URI uri = uri(typed.contains("://") ? typed : "http://" + typed);
    String scheme = String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT);
    String host = uri.getHost() == null ? "" : uri.getHost().toLowerCase(Locale.ROOT);
    String path = uri.getRawPath() == null ? "" : uri.getRawPath();
    if (host.isEmpty() || uri.getRawUserInfo() != null || uri.getRawQuery() != null || uri.getRawFragment() != null
        || !path.matches("/?|/v1/?") || typed.length() > MAX_CHARS || uri.getPort() == 0 || uri.getPort() > 65_535) {
      throw invalid("it is scheme, host and port alone, for example "
          + (plain ? "http://127.0.0.1:11434" : "https://mine.openai.azure.com"));
    }
    String port = uri.getPort() < 0 ? "" : ":" + uri.getPort();
    if (scheme.equals("https")) {
      return "https://" + host + port;
    }
    String literal = host.equals("localhost") ? "127.0.0.1" : host;
    if (!scheme.equals("http") || !plain) {
      throw invalid("it must begin with https://");
    }
    if (!literal.matches("127(\\.[0-9]{1,3}){3}") && !literal.equals("[::1]")) {
      throw invalid("plain http is taken on this machine alone (127.0.0.1, [::1]): anybody on the way could read and "
          + "change what is said; give an https:// address");
    }
    return "http://" + literal + port;
  }

  private static URI uri(String text) {
    try {
      return new URI(text);
    } catch (URISyntaxException e) {
      throw new IronclawException(ErrorCode.INVALID_REQUEST, "set endpoint: this is no address", e);
    }
  }

  private static IronclawException invalid(String why) {
    return new IronclawException(ErrorCode.INVALID_REQUEST, "set endpoint: " + why);
  }
}
