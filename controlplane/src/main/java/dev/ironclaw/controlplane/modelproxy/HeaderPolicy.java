package dev.ironclaw.controlplane.modelproxy;

import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;

/// Which headers cross. Both directions are allow-lists: a credential, a cookie, a forwarding or hop-by-hop header of
/// either side is dropped because it is not named here.
final class HeaderPolicy {
  private static final Set<String> TO_UPSTREAM = Set.of("content-type", "accept");
  /// Words of it pass by name: most of what is tried out there are tools that run at the provider.
  private static final String BETA = "anthropic-beta";
  /// They change how an answer is thought of, written or cached, and reach nothing.
  private static final Set<String> BETAS = Set.of("claude-code-20250219", "interleaved-thinking-2025-05-14",
      "effort-2025-11-24", "fine-grained-tool-streaming-2025-05-14", "extended-cache-ttl-2025-04-11");
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
    if (dialect == Dialect.ANTHROPIC) {
      beta(box.getCSV(BETA, false).stream().map(String::strip).filter(BETAS::contains).toList(), upstream);
    }
  }

  /// Adds words to those that are there.
  static void beta(List<String> words, HttpFields.Mutable upstream) {
    List<String> all = Stream.concat(upstream.getCSV(BETA, false).stream(), words.stream()).distinct().toList();
    if (!all.isEmpty()) {
      upstream.put(BETA, String.join(",", all));
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
