package dev.ironclaw.controlplane.kind;

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

  static Optional<String> objection4(String literal) {
    Matcher four = FOUR.matcher(literal);
    if (!four.matches()) {
      return Optional.of("ends in a number and is no IPv4 address of four decimal numbers");
    }
    byte[] address = new byte[4];
    for (int i = 1; i <= 4; i++) {
      int octet = Integer.parseInt(four.group(i));
      if (octet > 255) {
        return Optional.of("is no IPv4 address");
      }
      address[i - 1] = (byte) octet;
    }
    return PublicAddress.objection(address);
  }

  static Optional<String> objection6(String literal) {
    Matcher six = SIX.matcher(literal);
    if (!six.matches() || literal.startsWith("[") != literal.endsWith("]")) {
      return Optional.of("is no IPv6 address in plain form, and a host has no port here");
    }
    int[] groups = new int[SIX_GROUPS];
    if (!read(six.group(1), groups)) {
      return Optional.of("is no IPv6 address");
    }
    byte[] address = new byte[2 * SIX_GROUPS];
    for (int i = 0; i < SIX_GROUPS; i++) {
      address[2 * i] = (byte) (groups[i] >>> 8);
      address[2 * i + 1] = (byte) groups[i];
    }
    return PublicAddress.objection(address);
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
