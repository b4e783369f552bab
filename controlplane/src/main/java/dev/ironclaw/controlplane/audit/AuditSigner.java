package dev.ironclaw.controlplane.audit;

import org.bouncycastle.crypto.params.Ed25519PrivateKeyParameters;
import org.bouncycastle.math.ec.rfc8032.Ed25519;

/// Ed25519 from a 32-byte seed (RFC 8032). Deterministic: the same message gets the same signature.
///
/// Not the JDK's, which takes fifteen times as long: every append waits for a signature.
final class AuditSigner {
  private final Ed25519PrivateKeyParameters key;

  AuditSigner(byte[] seed) {
    if (seed.length != Ed25519.SECRET_KEY_SIZE) {
      throw new IllegalArgumentException("an Ed25519 seed has 32 bytes");
    }
    key = new Ed25519PrivateKeyParameters(seed, 0);
  }

  byte[] sign(byte[] message) {
    byte[] signature = new byte[Ed25519.SIGNATURE_SIZE];
    key.sign(Ed25519.Algorithm.Ed25519, null, message, 0, message.length, signature, 0);
    return signature;
  }

  /// The 32 bytes of RFC 8032.
  byte[] publicKey() {
    return key.generatePublicKey().getEncoded();
  }
}
