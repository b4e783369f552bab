package dev.ironclaw.controlplane.stepup;

import com.eatthepath.otp.TimeBasedOneTimePasswordGenerator;
import dev.ironclaw.contract.ErrorCode;
import dev.ironclaw.contract.IronclawException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.OptionalLong;
import javax.crypto.spec.SecretKeySpec;

/// Time-based one-time passwords (RFC 6238) in the form that every authenticator takes: SHA-1, six digits, 30 seconds.
final class Totp {
  static final int SECRET_BYTES = 20;
  static final Duration STEP = Duration.ofSeconds(30);
  private static final int DIGITS = 6;
  /// Clocks differ, and people type slowly: one step to either side (RFC 6238, 5.2).
  private static final int SKEW = 1;
  private static final String ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

  private Totp() {}

  /// The step that the code is of, the newest where it is of two. Looks at every one, so that the time tells nothing.
  static OptionalLong match(byte[] secret, String code, Instant now) {
    byte[] given = code.getBytes(StandardCharsets.UTF_8);
    long current = now.getEpochSecond() / STEP.toSeconds();
    long found = -1;
    for (long step = current - SKEW; step <= current + SKEW; step++) {
      boolean same = MessageDigest.isEqual(code(secret, step).getBytes(StandardCharsets.UTF_8), given);
      found = same ? step : found;
    }
    return found < 0 ? OptionalLong.empty() : OptionalLong.of(found);
  }

  static boolean hasForm(String code) {
    return code.length() == DIGITS && code.chars().allMatch(c -> c >= '0' && c <= '9');
  }

  static String code(byte[] secret, long step) {
    try {
      return new TimeBasedOneTimePasswordGenerator(STEP, DIGITS, "HmacSHA1").generateOneTimePasswordString(
          new SecretKeySpec(secret, "HmacSHA1"), Instant.ofEpochSecond(step * STEP.toSeconds()), Locale.ROOT);
    } catch (InvalidKeyException e) {
      throw new IronclawException(ErrorCode.INTERNAL, "compute a one-time code: the JDK refused its key", e);
    }
  }

  /// What authenticators read, as a picture or typed.
  static String uri(String operator, String secret) {
    String name = URLEncoder.encode(operator, StandardCharsets.UTF_8).replace("+", "%20");
    return "otpauth://totp/IronClaw:" + name + "?secret=" + secret + "&issuer=IronClaw&algorithm=SHA1&digits=" + DIGITS
        + "&period=" + STEP.toSeconds();
  }

  /// RFC 4648 without padding.
  static String base32(byte[] bytes) {
    StringBuilder text = new StringBuilder();
    int buffer = 0;
    int bits = 0;
    for (byte next : bytes) {
      buffer = (buffer << 8) | (next & 0xff);
      bits += 8;
      while (bits >= 5) {
        text.append(ALPHABET.charAt((buffer >> (bits - 5)) & 31));
        bits -= 5;
      }
    }
    if (bits > 0) {
      text.append(ALPHABET.charAt((buffer << (5 - bits)) & 31));
    }
    return text.toString();
  }
}
