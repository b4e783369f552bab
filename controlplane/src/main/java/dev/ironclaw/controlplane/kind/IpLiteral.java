package dev.ironclaw.controlplane.kind;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Which addresses may stand for a host: the public ones, in their one plain form. Every other form of a number
/// (decimal, octal, hexadecimal, short, v4 inside v6) is a way to hide where it leads.
final class IpLiteral {
  private static final Pattern FOUR = Pattern
      .compile("(0|[1-9]\\d{0,2})\\.(0|[1-9]\\d{0,2})\\.(0|[1-9]\\d{0,2})\\.(0|[1-9]\\d{0,2})");
  private static final Pattern SIX = Pattern.compile("\\[?([0-9a-f:]{2,39})]?");
  private static final Pattern GROUP = Pattern.compile("[0-9a-f]{1,4}");
  private static final int SIX_GROUPS = 8;

  private IpLiteral() {}

  private record Range(int first, int bits, String what) {
    boolean holds(int address) {
      return (address ^ first) >>> (32 - bits) == 0;
    }
  }

  /// IANA's special-purpose registry, and what is no unicast.
  private static final List<Range> SPECIAL = List.of(range(0, 0, 0, 8, "this host"), range(10, 0, 0, 8, "private"),
      range(100, 64, 0, 10, "carrier-grade NAT"), range(127, 0, 0, 8, "loopback"),
      range(169, 254, 0, 16, "link-local or cloud metadata"), range(172, 16, 0, 12, "private"),
      range(192, 0, 0, 24, "special"), range(192, 0, 2, 24, "documentation"), range(192, 88, 99, 24, "a relay"),
      range(192, 168, 0, 16, "private"), range(198, 18, 0, 15, "benchmarking"),
      range(198, 51, 100, 24, "documentation"), range(203, 0, 113, 24, "documentation"),
      range(224, 0, 0, 4, "multicast"), range(240, 0, 0, 4, "reserved or broadcast"));

  private static Range range(int a, int b, int c, int bits, String what) {
    return new Range(a << 24 | b << 16 | c << 8, bits, what);
  }

  static Optional<String> objection4(String literal) {
    Matcher four = FOUR.matcher(literal);
    if (!four.matches()) {
      return Optional.of("ends in a number and is no IPv4 address of four decimal numbers");
    }
    int address = 0;
    for (int i = 1; i <= 4; i++) {
      int octet = Integer.parseInt(four.group(i));
      if (octet > 255) {
        return Optional.of("is no IPv4 address");
      }
      address = address << 8 | octet;
    }
    int parsed = address;
    return SPECIAL.stream().filter(range -> range.holds(parsed)).findFirst()
        .map(range -> "is a " + range.what() + " address");
  }

  /// Only global unicast (2000::/3) leads outside; of that, what carries an IPv4 address or is for documents does not.
  static Optional<String> objection6(String literal) {
    Matcher six = SIX.matcher(literal);
    if (!six.matches() || literal.startsWith("[") != literal.endsWith("]")) {
      return Optional.of("is no IPv6 address in plain form, and a host has no port here");
    }
    int[] groups = new int[SIX_GROUPS];
    if (!read(six.group(1), groups)) {
      return Optional.of("is no IPv6 address");
    }
    boolean global = groups[0] >>> 13 == 1;
    boolean carries = groups[0] == 0x2002 || (groups[0] == 0x2001 && groups[1] < 0x200);
    boolean documents = (groups[0] == 0x2001 && groups[1] == 0xdb8) || groups[0] == 0x3fff;
    return global && !carries && !documents
        ? Optional.empty()
        : Optional.of("is no public IPv6 address (loopback, local, mapped, tunnelled or reserved)");
  }

  private static boolean read(String text, int[] groups) {
    int gap = text.indexOf("::");
    if (gap >= 0 && text.indexOf("::", gap + 1) >= 0) {
      return false;
    }
    String[] head = parts(gap < 0 ? text : text.substring(0, gap));
    String[] tail = parts(gap < 0 ? "" : text.substring(gap + 2));
    int given = head.length + tail.length;
    if (gap < 0 ? given != SIX_GROUPS : given >= SIX_GROUPS) {
      return false;
    }
    return fill(head, groups, 0) && fill(tail, groups, SIX_GROUPS - tail.length);
  }

  private static String[] parts(String text) {
    return text.isEmpty() ? new String[0] : text.split(":", -1);
  }

  private static boolean fill(String[] parts, int[] groups, int from) {
    for (int i = 0; i < parts.length; i++) {
      if (!GROUP.matcher(parts[i]).matches()) {
        return false;
      }
      groups[from + i] = Integer.parseInt(parts[i], 16);
    }
    return true;
  }
}
