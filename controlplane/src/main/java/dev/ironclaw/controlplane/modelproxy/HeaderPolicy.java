package dev.ironclaw.controlplane.modelproxy;

import java.util.List;
import java.util.Set;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;

/// Which headers cross. Both directions are allow-lists: a credential, a cookie, a forwarding or hop-by-hop header of
/// either side is dropped because it is not named here.
final class HeaderPolicy {
  private static final Set<String> TO_UPSTREAM = Set.of("content-type", "accept");
  /// Not `anthropic-beta`: what is tried out there are mostly tools that run at the provider.
  private static final String VERSION = "anthropic-version";
  /// Not the length: a chunked response has an end that the proxy writes itself, after it has let go of the connection.
  private static final Set<String> TO_BOX = Set.of("content-type", "retry-after", "request-id", "x-request-id");
  private static final List<String> TO_BOX_PREFIXES = List.of("anthropic-ratelimit-", "x-ratelimit-");
  private static final int MAX_VALUE_CHARS = 1024;

  private static final String ANTHROPIC_VERSION = "2023-06-01";

  private HeaderPolicy() {}

  /// What its dialect can't be spoken without; what is there already stays.
  static void ofDialect(Dialect dialect, HttpFields.Mutable upstream) {
    if (dialect == Dialect.ANTHROPIC && !upstream.contains(VERSION)) {
      upstream.put(VERSION, ANTHROPIC_VERSION);
    }
  }

  static void toUpstream(Dialect dialect, HttpFields box, HttpFields.Mutable upstream) {
    for (HttpField field : box) {
      String value = field.getValue();
      boolean known = TO_UPSTREAM.contains(field.getLowerCaseName())
          || (dialect == Dialect.ANTHROPIC && field.getLowerCaseName().equals(VERSION));
      if (known && value != null && value.length() <= MAX_VALUE_CHARS && isPlain(value)) {
        upstream.put(field.getLowerCaseName(), value);
      }
    }
  }

  /// Nothing that one reader of a header takes for its end and another does not.
  private static boolean isPlain(String value) {
    return value.chars().allMatch(c -> c >= ' ' && c <= '~');
  }

  static void toBox(HttpFields upstream, HttpFields.Mutable box) {
    for (HttpField field : upstream) {
      String name = field.getLowerCaseName();
      String value = field.getValue();
      if (value != null && (TO_BOX.contains(name) || TO_BOX_PREFIXES.stream().anyMatch(name::startsWith))
          && !box.contains(name)) {
        box.put(name, value);
      }
    }
  }
}
