package dev.ironclaw.controlplane.audit;

import dev.ironclaw.contract.ErrorCode;
import dev.ironclaw.contract.IronclawException;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.spec.NamedParameterSpec;
import java.util.Arrays;

/// Ed25519 from a 32-byte seed (RFC 8032). Deterministic: the same hash gets the same signature.
final class AuditSigner {
  private final KeyPair keys;

  AuditSigner(byte[] seed) {
    if (seed.length != 32) {
      throw new IllegalArgumentException("an Ed25519 seed has 32 bytes");
    }
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("Ed25519");
      generator.initialize(NamedParameterSpec.ED25519, new Seed(seed));
      keys = generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IronclawException(ErrorCode.INTERNAL, "load audit key: the JDK refused Ed25519", e);
    }
  }

  byte[] sign(byte[] message) {
    try {
      Signature signer = Signature.getInstance("Ed25519");
      signer.initSign(keys.getPrivate());
      signer.update(message);
      return signer.sign();
    } catch (GeneralSecurityException e) {
      throw new IronclawException(ErrorCode.INTERNAL, "sign audit entry: the JDK refused Ed25519", e);
    }
  }

  /// The 32 bytes of RFC 8032, which end the X.509 form.
  byte[] publicKey() {
    byte[] encoded = keys.getPublic().getEncoded();
    return Arrays.copyOfRange(encoded, encoded.length - 32, encoded.length);
  }

  /// The JDK derives a public key only when it generates the pair: so it draws the seed here.
  private static final class Seed extends SecureRandom {
    private static final long serialVersionUID = 1L;

    private final byte[] seed;

    Seed(byte[] seed) {
      this.seed = seed.clone();
    }

    @Override
    public void nextBytes(byte[] bytes) {
      if (bytes.length != seed.length) {
        throw new IllegalStateException("Ed25519 drew " + bytes.length + " bytes for its seed");
      }
      System.arraycopy(seed, 0, bytes, 0, seed.length);
    }
  }
}
