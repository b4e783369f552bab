package dev.ironclaw.canary;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;

/// The forms under which the same secret could lie somewhere.
final class Disguises {
  private Disguises() {}

  /// As bytes, as 16 bit characters, turned round, in hexadecimal, in base64 at each of its three alignments, with every
  /// character as an escape of JSON or of an address. What is escaped in part is found by [Unescaped].
  static List<byte[]> of(byte[] secret) {
    List<byte[]> forms = new ArrayList<>();
    forms.add(secret);
    forms.add(reversed(secret));
    forms.add(wide(secret));
    String hex = HexFormat.of().formatHex(secret);
    forms.add(ascii(hex));
    forms.add(ascii(hex.toUpperCase(Locale.ROOT)));
    for (int shift = 0; shift < 3; shift++) {
      byte[] shifted = new byte[shift + secret.length];
      System.arraycopy(secret, 0, shifted, shift, secret.length);
      String whole = Base64.getEncoder().withoutPadding().encodeToString(shifted);
      // What its neighbours have a part in is left out.
      String own = whole.substring(shift == 0 ? 0 : shift + 1, whole.length() - 1);
      forms.add(ascii(own));
      forms.add(ascii(own.replace('+', '-').replace('/', '_')));
    }
    forms.add(ascii(escaped(secret, "%%%02x")));
    forms.add(ascii(escaped(secret, "%%%02X")));
    forms.add(ascii(escaped(secret, "\\u%04x")));
    forms.add(ascii(escaped(secret, "\\u%04X")));
    return forms;
  }

  private static String escaped(byte[] secret, String each) {
    StringBuilder all = new StringBuilder();
    for (byte one : secret) {
      all.append(String.format(Locale.ROOT, each, one & 0xff));
    }
    return all.toString();
  }

  private static byte[] reversed(byte[] secret) {
    byte[] turned = new byte[secret.length];
    for (int i = 0; i < secret.length; i++) {
      turned[i] = secret[secret.length - 1 - i];
    }
    return turned;
  }

  private static byte[] wide(byte[] secret) {
    byte[] wide = new byte[2 * secret.length];
    for (int i = 0; i < secret.length; i++) {
      wide[2 * i] = secret[i];
    }
    return wide;
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
