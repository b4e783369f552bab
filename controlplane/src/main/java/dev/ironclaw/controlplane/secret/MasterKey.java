package dev.ironclaw.controlplane.secret;

import dev.ironclaw.contract.ErrorCode;
import dev.ironclaw.contract.IronclawException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.HexFormat;
import javax.crypto.KDF;
import javax.crypto.spec.HKDFParameterSpec;

/// The key that seals the data secret, and nothing else: so it can be replaced by sealing one small file anew.
final class MasterKey {
  static final int BYTES = 32;

  private final byte[] bytes;

  private MasterKey(byte[] bytes) {
    this.bytes = bytes;
  }

  static MasterKey of(byte[] bytes) {
    if (bytes.length != BYTES) {
      throw new IronclawException(ErrorCode.CONFIGURATION,
          "load master key: it has " + bytes.length + " bytes instead of " + BYTES);
    }
    return new MasterKey(bytes.clone());
  }

  static MasterKey random(SecureRandom random) {
    byte[] bytes = new byte[BYTES];
    random.nextBytes(bytes);
    return new MasterKey(bytes);
  }

  byte[] bytes() {
    return bytes.clone();
  }

  /// By which a key is known in files and logs: 16 hexadecimal digits that say nothing of the key.
  String id() {
    return HexFormat.of().formatHex(derived(bytes, "master-id"), 0, 8);
  }

  Sealer sealer(SecureRandom random) {
    return new Sealer(derived(bytes, "master-seal"), random);
  }

  /// HKDF-SHA256 (RFC 5869): the same 32 bytes every time. By the JDK's own provider: to look for others, Java would get
  /// every provider ready that lies in some jar, which takes longer than all else at the start.
  static byte[] derived(byte[] secret, String purpose) {
    byte[] info = ("ironclaw/1/" + purpose).getBytes(StandardCharsets.UTF_8);
    try {
      return KDF.getInstance("HKDF-SHA256", "SunJCE")
          .deriveData(HKDFParameterSpec.ofExtract().addIKM(secret).thenExpand(info, BYTES));
    } catch (GeneralSecurityException e) {
      throw new IronclawException(ErrorCode.INTERNAL, "derive key " + purpose + ": the JDK refused HKDF-SHA256", e);
    }
  }
}
