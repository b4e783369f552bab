package dev.ironclaw.controlplane.kind;

import java.net.IDN;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// One exact name of a host that an agent may reach: its ASCII form, which is what is stored and compared.
///
/// @param ascii lower case, at most 253 characters
public record EgressHost(String ascii) {
  private static final int MAX_CHARS = 253;
  private static final Pattern LABEL = Pattern.compile("[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?");
  private static final Pattern NUMBER = Pattern.compile("[0-9]+|0x[0-9a-f]*");
  /// Names that never mean a host of the public network.
  private static final List<String> LOCAL_ENDS = List.of("localhost", "local", "internal", "localdomain", "lan", "home",
      "corp", "intranet", "private", "home.arpa", "arpa", "test", "invalid", "onion", "alt");

  /// Why that can't be a host.
  public static Optional<String> objection(String raw) {
    if (raw.startsWith("[") || raw.indexOf(':') >= 0) {
      return IpLiteral.objection6(raw);
    }
    Optional<String> ascii = ascii(raw);
    if (ascii.isEmpty()) {
      return Optional.of("is not the exact name of one host in lower case, without port, path or wildcard");
    }
    String[] labels = ascii.get().split("\\.", -1);
    if (NUMBER.matcher(labels[labels.length - 1]).matches()) {
      return IpLiteral.objection4(ascii.get());
    }
    return local(ascii.get(), labels).or(() -> alphabet(ascii.get()));
  }

  /// Reads what [#objection] has nothing against.
  public static EgressHost of(String raw) {
    return new EgressHost(ascii(raw).orElse(raw));
  }

  /// For a card: what is compared, and how a browser would write it.
  String shown() {
    String unicode = ascii.indexOf(':') >= 0 ? ascii : IDN.toUnicode(ascii);
    return unicode.equals(ascii) ? ascii : ascii + " (written " + unicode + ")";
  }

  private static Optional<String> local(String host, String[] labels) {
    if (labels.length < 2) {
      return Optional.of("has a single label: only this network would know it");
    }
    return LOCAL_ENDS.stream().filter(end -> host.equals(end) || host.endsWith("." + end)).findFirst()
        .map(end -> "ends in ." + end + ": such names are of this machine or network");
  }

  private static Optional<String> alphabet(String host) {
    for (String label : IDN.toUnicode(host).split("\\.", -1)) {
      if (label.startsWith("xn--")) {
        return Optional.of("holds a punycode label that can't be shown");
      }
      Optional<String> mixed = Scripts.objection(label);
      if (mixed.isPresent()) {
        return mixed;
      }
      if (Scripts.looksLatin(label)) {
        return Optional.of("looks like Latin letters and is not (" + host + ")");
      }
    }
    return Optional.empty();
  }

  /// Empty where it has no ASCII form of its own: a form that is read as another name is no name.
  private static Optional<String> ascii(String raw) {
    try {
      String ascii = IDN.toASCII(raw, IDN.USE_STD3_ASCII_RULES);
      boolean own = raw.equals(ascii) || IDN.toUnicode(ascii).equals(raw);
      boolean labels = List.of(ascii.split("\\.", -1)).stream().allMatch(label -> LABEL.matcher(label).matches());
      return own && labels && ascii.length() <= MAX_CHARS ? Optional.of(ascii) : Optional.empty();
    } catch (IllegalArgumentException notAName) {
      // silent-ok: the caller says that it is no name
      return Optional.empty();
    }
  }
}
