package dev.ironclaw.controlplane.egress;

import dev.ironclaw.contract.ErrorCode;
import dev.ironclaw.contract.IronclawException;
import dev.ironclaw.controlplane.kind.EgressHost;
import dev.ironclaw.controlplane.registry.EgressRule;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// An address of the web in the one form in which it is compared, called and shown.
///
/// @param host ASCII, lower case
/// @param path raw, at least `/`
/// @param query raw, without the question mark
public record EgressUrl(String host, int port, String path, Optional<String> query) {
  private static final int MAX_CHARS = 4_096;
  private static final Pattern AUTHORITY = Pattern.compile("(\\[[0-9A-Fa-f:]+]|[^:@\\[\\]]+)(?::([0-9]{1,5}))?");
  private static final Pattern STEP_BACK = Pattern.compile("(?i)(\\.|%2e){1,2}");
  private static final Pattern HIDDEN = Pattern.compile("(?i)%(2f|5c|00|0a|0d|25)|\\\\|//"
      // Some servers take what follows a semicolon out of a step before they go it.
      + "|/(\\.|%2e){1,2}(;|%3b)");

  /// Reads an absolute address.
  ///
  /// @throws IronclawException `INVALID_REQUEST` with what is wrong with it
  public static EgressUrl parse(String text) {
    if (text.length() > MAX_CHARS) {
      throw wrong("has more than " + MAX_CHARS + " characters");
    }
    try {
      return of(new URI(text));
    } catch (URISyntaxException e) {
      throw new IronclawException(ErrorCode.INVALID_REQUEST,
          "the url is not well-formed; percent-encode what is special in it", e);
    }
  }

  /// Where a redirect leads from here; empty where it is no address that can be called.
  Optional<EgressUrl> resolve(String location) {
    try {
      return location.length() > MAX_CHARS
          ? Optional.empty()
          : Optional.of(of(new URI(text()).resolve(new URI(location))));
    } catch (URISyntaxException | IronclawException | IllegalArgumentException nowhere) {
      // silent-ok: the caller shows the redirect instead of following it
      return Optional.empty();
    }
  }

  private static EgressUrl of(URI uri) {
    if (!"https".equalsIgnoreCase(uri.getScheme()) || uri.getRawAuthority() == null) {
      throw wrong("must begin with https:// and a host");
    }
    Matcher authority = AUTHORITY.matcher(uri.getRawAuthority());
    if (!authority.matches()) {
      throw wrong("must name a host alone, without user or password");
    }
    String named = authority.group(1).replaceAll("^\\[|]$", "").toLowerCase(Locale.ROOT);
    EgressHost.objection(named).ifPresent(why -> {
      throw wrong("has a host that " + why);
    });
    int port = Optional.ofNullable(authority.group(2)).map(Integer::parseInt).orElse(EgressRule.HTTPS);
    if (port < 1 || port > 65_535) {
      throw wrong("has a port that is none");
    }
    URI ascii = URI.create(uri.toASCIIString());
    String path = Optional.ofNullable(ascii.getRawPath()).filter(given -> !given.isEmpty()).orElse("/");
    if (List.of(path.split("/")).stream().anyMatch(step -> STEP_BACK.matcher(step).matches())) {
      throw wrong("steps back with \"..\" or \".\": write the path without");
    }
    return new EgressUrl(EgressHost.of(named).ascii(), port, path, Optional.ofNullable(ascii.getRawQuery()));
  }

  /// Whether a server may read the path as another one than it is written: no rule for a path holds then.
  boolean isAmbiguous() {
    return HIDDEN.matcher(path).find();
  }

  /// As a browser would write it.
  public String text() {
    return "https://" + authority() + target();
  }

  /// For the `Host` header.
  String authority() {
    String named = host.indexOf(':') >= 0 ? "[" + host + "]" : host;
    return port == EgressRule.HTTPS ? named : named + ":" + port;
  }

  /// What a request line names.
  String target() {
    return path + query.map(text -> "?" + text).orElse("");
  }

  private static IronclawException wrong(String what) {
    return new IronclawException(ErrorCode.INVALID_REQUEST, "the url " + what);
  }
}
