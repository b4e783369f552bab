package dev.ironclaw.controlplane.testing;

import com.eatthepath.otp.TimeBasedOneTimePasswordGenerator;
import java.security.InvalidKeyException;
import java.time.Instant;
import javax.crypto.spec.SecretKeySpec;

/// What an authenticator shows: it knows the secret's text alone, and reads it by code of its own.
public final class OneTimeCode {
  private static final String ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

  private OneTimeCode() {}

  /// The code of this moment.
  public static String of(String secret, Instant now) {
    byte[] bytes = new byte[20];
    for (int bit = 0; bit < 160; bit++) {
      int five = ALPHABET.indexOf(secret.charAt(bit / 5));
      bytes[bit / 8] |= (byte) (((five >> (4 - bit % 5)) & 1) << (7 - bit % 8));
    }
    try {
      return new TimeBasedOneTimePasswordGenerator()
          .generateOneTimePasswordString(new SecretKeySpec(bytes, "HmacSHA1"), now);
    } catch (InvalidKeyException e) {
      throw new IllegalStateException(e);
    }
  }
}
