package dev.ironclaw.controlplane.api;

import java.net.InetAddress;
import java.net.URI;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/// Keeps web pages out. A page that rebinds its name to 127.0.0.1 still sends its own name as `Host`; a page of another
/// origin sends `Origin` or `Sec-Fetch-Site`. None of them gets further than here.
final class HostPolicy {
  private static final Set<String> LOOPBACK_NAMES = Set.of("localhost", "127.0.0.1", "[::1]");
  private static final Set<String> OWN_SITES = Set.of("same-origin", "none");

  private final ApiAddress bound;
  private final Set<String> certified;
  private final Set<String> schemes;

  /// @param tls its names are ours too: whoever else has such a name has no certificate for it
  HostPolicy(ApiAddress bound, Optional<ApiTls> tls) {
    this.bound = bound;
    this.certified = tls.map(ApiTls::names).orElse(Set.of());
    // The socket stays plain.
    this.schemes = tls.isPresent() ? Set.of("http", "https") : Set.of("http");
  }

  /// Why the request is refused, from its headers alone.
  Optional<String> refuse(Optional<String> host, Optional<String> origin, Optional<String> fetchSite) {
    if (host.isEmpty() || !isOurs(nameOf(host.get()))) {
      return Optional.of("this Host is not the control plane's; call it as localhost or 127.0.0.1");
    }
    if (origin.isPresent() && !isSameOrigin(origin.get(), host.get())) {
      return Optional.of("web pages of another origin may not call the control plane");
    }
    if (fetchSite.isPresent() && !OWN_SITES.contains(fetchSite.get())) {
      return Optional.of("web pages of another site may not call the control plane");
    }
    return Optional.empty();
  }

  private boolean isOurs(String name) {
    return LOOPBACK_NAMES.contains(name) || certified.contains(name) || name.equals(bracketed(bound.host()))
        || (!bound.isLoopback() && isAddress(name));
  }

  private boolean isSameOrigin(String origin, String host) {
    try {
      URI uri = URI.create(origin);
      String authority = uri.getRawAuthority();
      String scheme = uri.getScheme();
      return scheme != null && schemes.contains(scheme) && authority != null && authority.equalsIgnoreCase(host)
          && origin.equalsIgnoreCase(scheme + "://" + authority);
    } catch (IllegalArgumentException _) {
      return false;
    }
  }

  /// The name of `name:port`, in lower case. Rebinding needs a name, so the port is no evidence and may be a tunnel's.
  private static String nameOf(String host) {
    String lower = host.toLowerCase(Locale.ROOT);
    int end = lower.startsWith("[") ? lower.indexOf(']') + 1 : lower.indexOf(':');
    String name = end > 0 ? lower.substring(0, end) : lower;
    String port = end > 0 ? lower.substring(end) : "";
    return port.isEmpty() || port.matches(":[0-9]{1,5}") ? name : "";
  }

  /// An address can't be rebound.
  private static boolean isAddress(String name) {
    try {
      return bracketed(InetAddress.ofLiteral(name.replaceAll("^\\[|]$", "")).getHostAddress()).equals(name)
          || name.startsWith("[");
    } catch (IllegalArgumentException _) {
      return false;
    }
  }

  private static String bracketed(String host) {
    return host.contains(":") ? "[" + host.toLowerCase(Locale.ROOT) + "]" : host.toLowerCase(Locale.ROOT);
  }
}
