package dev.ironclaw.controlplane.leak;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collection;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/// The secrets that this host keeps, and the ways in which each can be written: as it is, as base64 wherever it may stand
/// in what was encoded, percent-encoded, as hexadecimal digits, and as JSON escapes it, once or in a text in a text. In
/// memory alone; never printed.
///
/// Not thread-safe: [Leaks] guards it.
final class KnownSecrets {
  static final String NAME = "known_secret";
  private static final int LEAST = Leaks.LEAST_KNOWN;
  private static final int LEAST_ENCODED = 11;

  private final Map<String, Set<String>> byOwner = new TreeMap<>();

  /// True where anything is different now.
  boolean put(String owner, Collection<String> secrets) {
    Set<String> kept = new LinkedHashSet<>(secrets);
    kept.removeIf(secret -> secret.length() < LEAST);
    return !kept.equals(kept.isEmpty() ? byOwner.getOrDefault(owner, Set.of()) : byOwner.get(owner))
        && replace(owner, kept);
  }

  private boolean replace(String owner, Set<String> kept) {
    if (kept.isEmpty()) {
      byOwner.remove(owner);
    } else {
      byOwner.put(owner, kept);
    }
    return true;
  }

  List<LeakPattern> patterns() {
    Set<String> written = new LinkedHashSet<>();
    byOwner.values().forEach(secrets -> secrets.forEach(secret -> written.addAll(written(secret))));
    return written.stream().map(form -> new LeakPattern(NAME, LeakAction.BLOCK, List.of(start(form)), false,
        new KnownForm(form))).toList();
  }

  /// Its first characters, whose first two bytes are what is looked for.
  private static String start(String form) {
    return form.substring(0, form.offsetByCodePoints(0, 2));
  }

  private static List<String> written(String secret) {
    byte[] bytes = secret.getBytes(StandardCharsets.UTF_8);
    List<String> forms = new ArrayList<>();
    forms.add(secret);
    for (JsonEscapes escapes : JsonEscapes.values()) {
      String once = escapes.of(secret);
      forms.add(once);
      forms.add(escapes.of(once));
    }
    forms.addAll(encoded(bytes));
    return forms;
  }

  private static List<String> encoded(byte[] bytes) {
    List<String> forms = new ArrayList<>();
    HexFormat hex = HexFormat.of();
    forms.add(hex.formatHex(bytes));
    forms.add(hex.withUpperCase().formatHex(bytes));
    forms.add(hex.withPrefix("%").formatHex(bytes));
    forms.add(hex.withUpperCase().withPrefix("%").formatHex(bytes));
    forms.add(percent(bytes, hex.withUpperCase()));
    forms.add(percent(bytes, hex));
    for (int before = 0; before < 3; before++) {
      forms.add(base64(bytes, before, Base64.getEncoder()));
      forms.add(base64(bytes, before, Base64.getUrlEncoder()));
    }
    forms.removeIf(form -> form.length() < LEAST_ENCODED);
    return forms;
  }

  private static String percent(byte[] bytes, HexFormat hex) {
    StringBuilder text = new StringBuilder();
    for (byte b : bytes) {
      if (Alphabet.URL_SAFE.has(b) || b == '.' || b == '~') {
        text.append((char) b);
      } else {
        text.append('%').append(hex.toHexDigits(b));
      }
    }
    return text.toString();
  }

  /// The digits that depend on the secret alone where so many bytes, of every three, stand before it.
  private static String base64(byte[] bytes, int before, Base64.Encoder encoder) {
    byte[] shifted = new byte[before + bytes.length];
    Arrays.fill(shifted, 0, before, (byte) 'x');
    System.arraycopy(bytes, 0, shifted, before, bytes.length);
    String all = encoder.withoutPadding().encodeToString(shifted);
    return all.substring((before * 8 + 5) / 6, shifted.length * 8 / 6);
  }
}
