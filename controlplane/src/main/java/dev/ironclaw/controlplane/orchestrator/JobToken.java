package dev.ironclaw.controlplane.orchestrator;

import dev.ironclaw.contract.ErrorCode;
import dev.ironclaw.contract.IronclawException;
import dev.ironclaw.contract.Sha256;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;

/// What a job's program proves with that it is that job's: 32 random bytes in hexadecimal. The host keeps its hash.
public record JobToken(String value) {
  private static final int BYTES = 32;
  private static final Pattern FORM = Pattern.compile("[0-9a-f]{64}");

  public JobToken {
    if (!FORM.matcher(value).matches()) {
      throw new IronclawException(ErrorCode.INVALID_REQUEST, "a job's token is 64 lower-case hexadecimal digits");
    }
  }

  /// A fresh one.
  ///
  /// @param random a secure one
  public static JobToken random(RandomGenerator random) {
    byte[] bytes = new byte[BYTES];
    random.nextBytes(bytes);
    return new JobToken(HexFormat.of().formatHex(bytes));
  }

  /// What is kept of it.
  ///
  /// @return 64 hexadecimal digits
  public String hash() {
    return Sha256.hex(value);
  }

  /// Whether what somebody said has this hash; takes as long for every answer.
  ///
  /// @param hash empty for one that nothing has
  static boolean matches(Optional<String> hash, String said) {
    byte[] known = hash.orElse("").getBytes(StandardCharsets.US_ASCII);
    return MessageDigest.isEqual(Sha256.hex(said).getBytes(StandardCharsets.US_ASCII), known);
  }

  /// Never the token.
  @Override
  public String toString() {
    return "JobToken";
  }
}
