package dev.ironclaw.controlplane.egress;

import dev.ironclaw.contract.ErrorCode;
import dev.ironclaw.contract.IronclawException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/// Which headers cross. Both directions are allow-lists: credentials, cookies, forwarding and hop-by-hop headers are not in
/// them.
final class EgressHeaders {
  static final Set<String> OUT = Set.of("accept", "accept-language", "content-type", "if-match", "if-modified-since",
      "if-none-match", "if-unmodified-since");
  private static final List<String> IN = List.of("content-type", "content-length", "content-language", "etag",
      "last-modified", "location", "retry-after");
  private static final int MAX_CHARS = 1_024;
  /// What RFC 9110 allows in a value, without other than ASCII: no line ends, so nothing can follow a header.
  private static final Pattern VALUE = Pattern.compile("[\\x20-\\x7e\\t]*");

  private EgressHeaders() {}

  /// The agent's own, in lower case.
  ///
  /// @throws IronclawException `INVALID_REQUEST` for one that may not leave
  static Map<String, String> out(Map<String, String> given) {
    Map<String, String> out = new LinkedHashMap<>();
    given.forEach((name, value) -> {
      String lower = name.toLowerCase(Locale.ROOT);
      if (!OUT.contains(lower)) {
        throw new IronclawException(ErrorCode.INVALID_REQUEST, "the header " + name.replaceAll("[^A-Za-z0-9-]", "?")
            + " may not be sent; those that may: " + String.join(", ", OUT.stream().sorted().toList())
            + ". A secret goes along as \"credential\", by its name");
      }
      if (value.length() > MAX_CHARS || !VALUE.matcher(value).matches()) {
        throw new IronclawException(ErrorCode.INVALID_REQUEST, "the value of the header " + lower
            + " must be at most " + MAX_CHARS + " characters of printable ASCII");
      }
      if (out.put(lower, value.strip()) != null) {
        throw new IronclawException(ErrorCode.INVALID_REQUEST, "the header " + lower + " stands twice");
      }
    });
    return out;
  }

  /// Whether the agent may see it.
  static boolean isShown(String lowerName) {
    return IN.contains(lowerName);
  }

  /// Without what could be read as a line of its own.
  static String plain(String value) {
    String plain = value.replaceAll("[^\\x20-\\x7e]", "?");
    return plain.length() <= MAX_CHARS ? plain : plain.substring(0, MAX_CHARS);
  }
}
