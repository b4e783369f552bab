package dev.ironclaw.contract.audit;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.HexFormat;

/// The public key in `audit.pub`.
final class AuditKey {
  /// SubjectPublicKeyInfo of an Ed25519 key up to its 32 bytes (RFC 8410).
  private static final byte[] X509_PREFIX = HexFormat.of().parseHex("302a300506032b6570032100");

  private final PublicKey key;
  private final String fingerprint;

  private AuditKey(PublicKey key, String fingerprint) {
    this.key = key;
    this.fingerprint = fingerprint;
  }

  /// Takes exactly what [AuditFormat#publicKey] writes.
  static AuditKey parse(byte[] content) throws LineParser.Malformed {
    String text = new String(content, StandardCharsets.ISO_8859_1);
    int prefix = AuditFormat.PUBLIC_KEY_PREFIX.length();
    if (!text.startsWith(AuditFormat.PUBLIC_KEY_PREFIX) || !text.substring(prefix).matches("[0-9a-f]{64}\n")) {
      throw new LineParser.Malformed("it is not '" + AuditFormat.PUBLIC_KEY_PREFIX + "' and 64 hexadecimal digits");
    }
    byte[] raw = HexFormat.of().parseHex(text.substring(prefix, prefix + 64));
    byte[] encoded = Arrays.copyOf(X509_PREFIX, X509_PREFIX.length + raw.length);
    System.arraycopy(raw, 0, encoded, X509_PREFIX.length, raw.length);
    try {
      return new AuditKey(KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(encoded)),
          AuditFormat.fingerprint(raw));
    } catch (GeneralSecurityException e) {
      throw new LineParser.Malformed("it is not a point on the curve");
    }
  }

  String fingerprint() {
    return fingerprint;
  }

  boolean signed(byte[] message, byte[] signature) {
    try {
      Signature verifier = Signature.getInstance("Ed25519");
      verifier.initVerify(key);
      verifier.update(message);
      return verifier.verify(signature);
    } catch (SignatureException | InvalidKeyException e) {
      return false;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has Ed25519", e);
    }
  }
}
