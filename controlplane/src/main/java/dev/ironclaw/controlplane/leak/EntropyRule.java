package dev.ironclaw.controlplane.leak;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;

/// Random words without a form of their own: where something that is called a secret is set to one, and 64 hexadecimal
/// digits. Digests, ids of commits, UUIDs and encoded files are none.
final class EntropyRule {
  static final String SECRET = "high_entropy_secret";
  static final String HEX = "high_entropy_hex";

  private static final int LEAST = 24;
  private static final int MOST = 512;
  private static final int HEX_KEY = 64;
  private static final double LEAST_BITS = 3.6;
  private static final int LOOK_BACK = 64;
  private static final List<String> DIGESTS = List.of("sha", "oid", "digest", "hash", "checksum", "commit", "blob",
      "tree", "fingerprint", "integrity", "merkle", "hmac", "md5", "blake", "witness", "seal", "@", "revision");
  private static final List<String> SECRETS = List.of("secret", "token", "passw", "apikey", "api_key", "api-key",
      "private_key", "privatekey", "credential", "access_key", "accesskey", "auth_key");

  private EntropyRule() {}

  /// Adds to what is found already, which it leaves out.
  ///
  /// @param found in order and without overlap; what is added stands behind
  static void scan(byte[] text, int from, int to, List<Finding> found) {
    int known = found.size();
    int next = 0;
    for (int i = from; i < to;) {
      if (!isPart(text[i]) || (i > from && text[i - 1] == '\\')) {
        i++; // A letter behind a backslash is the escape's.
        continue;
      }
      int end = i;
      while (end < to && isPart(text[end])) {
        end++;
      }
      if (end - i >= LEAST && end - i <= MOST) {
        while (next < known && found.get(next).to() <= i) {
          next++;
        }
        if (next == known || found.get(next).from() >= end) {
          look(text, i, end, found);
        }
      }
      i = end;
    }
  }

  private static boolean isPart(byte b) {
    return Alphabet.URL_SAFE.has(b) || b == '+' || b == '/';
  }

  private static void look(byte[] text, int from, int to, List<Finding> found) {
    boolean hex = Alphabet.HEX.run(text, from, to) == to;
    String before = before(text, from);
    if (hex && to - from == HEX_KEY) {
      if (DIGESTS.stream().noneMatch(before::contains) && !isListed(text, to) && variety(text, from, to) > 2.5) {
        found.add(new Finding(HEX, LeakAction.WARN, from, to));
      }
    } else if (isSetTo(before) && isRandom(text, from, to)) {
      found.add(new Finding(SECRET, LeakAction.REDACT, from, to));
    }
  }

  /// What stands before it in its line, in lower case.
  private static String before(byte[] text, int from) {
    int start = from;
    while (start > 0 && from - start < LOOK_BACK && text[start - 1] != '\n') {
      start--;
    }
    return new String(text, start, from - start, StandardCharsets.ISO_8859_1).toLowerCase(Locale.ROOT);
  }

  /// As lists of digests have it: two spaces or a star, and the file's name.
  private static boolean isListed(byte[] text, int to) {
    return to + 2 < text.length && text[to] == ' ' && (text[to + 1] == ' ' || text[to + 1] == '*');
  }

  /// Whether the words before it end with a name of a secret, and a sign that it is set.
  private static boolean isSetTo(String before) {
    int end = before.length();
    boolean sign = false;
    while (end > 0 && " \"'\\:=>".indexOf(before.charAt(end - 1)) >= 0) {
      end--;
      sign |= before.charAt(end) == ':' || before.charAt(end) == '=';
    }
    int start = end;
    while (start > 0 && Alphabet.URL_SAFE.has((byte) before.charAt(start - 1))) {
      start--;
    }
    String name = before.substring(start, end);
    return sign && SECRETS.stream().anyMatch(name::contains) && DIGESTS.stream().noneMatch(name::contains);
  }

  /// Capitals, small letters and digits in no order; words, paths and ids have too few of one.
  private static boolean isRandom(byte[] text, int from, int to) {
    int upper = 0;
    int lower = 0;
    int digits = 0;
    int slashes = 0;
    for (int i = from; i < to; i++) {
      upper += text[i] >= 'A' && text[i] <= 'Z' ? 1 : 0;
      lower += text[i] >= 'a' && text[i] <= 'z' ? 1 : 0;
      digits += Alphabet.DIGITS.has(text[i]) ? 1 : 0;
      slashes += text[i] == '/' ? 1 : 0;
    }
    return upper > 2 && lower > 2 && digits > 1 && slashes < 4 && variety(text, from, to) > LEAST_BITS;
  }

  /// Shannon's entropy of its bytes, in bits for each.
  private static double variety(byte[] text, int from, int to) {
    int[] counts = new int[256];
    for (int i = from; i < to; i++) {
      counts[text[i] & 0xff]++;
    }
    double bits = 0;
    for (int count : counts) {
      double share = (double) count / (to - from);
      bits -= count == 0 ? 0 : share * Math.log(share) / Math.log(2);
    }
    return bits;
  }
}
