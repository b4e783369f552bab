package dev.ironclaw.controlplane.secret;

import dev.ironclaw.contract.ErrorCode;
import dev.ironclaw.contract.IronclawException;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Optional;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/// AES-256-GCM under one key. Sealed form: one version byte (1), 12 bytes of random nonce, ciphertext, 16 bytes of tag.
///
/// Threading: any thread. Random nonces: at most 2^32 seals under one key (NIST SP 800-38D, 8.3).
public final class Sealer {
  private static final byte VERSION = 1;
  private static final int NONCE = 12;
  private static final int TAG_BITS = 128;

  private final SecretKeySpec key;
  private final SecureRandom random;

  /// @param key 32 bytes
  public Sealer(byte[] key, SecureRandom random) {
    if (key.length != 32) {
      throw new IllegalArgumentException("a sealing key has 32 bytes");
    }
    this.key = new SecretKeySpec(key, "AES");
    this.random = random;
  }

  /// Seals; the same `aad` must be given to unseal, so that a sealed value can't be moved to another place.
  public byte[] seal(byte[] plain, byte[] aad) {
    byte[] nonce = new byte[NONCE];
    random.nextBytes(nonce);
    try {
      byte[] body = cipher(Cipher.ENCRYPT_MODE, nonce, aad).doFinal(plain);
      byte[] sealed = new byte[1 + NONCE + body.length];
      sealed[0] = VERSION;
      System.arraycopy(nonce, 0, sealed, 1, NONCE);
      System.arraycopy(body, 0, sealed, 1 + NONCE, body.length);
      return sealed;
    } catch (GeneralSecurityException e) {
      throw new IronclawException(ErrorCode.INTERNAL, "seal: the JDK refused AES-GCM", e);
    }
  }

  /// Opens what [#seal] made.
  ///
  /// @throws IronclawException `DATABASE_KEY_OR_FILE_DAMAGED` for another key, another `aad` or a changed byte
  public byte[] unseal(byte[] sealed, byte[] aad) {
    if (sealed.length < 1 + NONCE + TAG_BITS / 8 || sealed[0] != VERSION) {
      throw new IronclawException(ErrorCode.DATABASE_KEY_OR_FILE_DAMAGED, "unseal: not a sealed value of version 1");
    }
    try {
      byte[] nonce = Arrays.copyOfRange(sealed, 1, 1 + NONCE);
      return cipher(Cipher.DECRYPT_MODE, nonce, aad).doFinal(sealed, 1 + NONCE, sealed.length - 1 - NONCE);
    } catch (GeneralSecurityException e) {
      throw new IronclawException(ErrorCode.DATABASE_KEY_OR_FILE_DAMAGED,
          "unseal: another key, another place, or a changed byte", e);
    }
  }

  /// As [#unseal]; empty for another key, another `aad` or a changed byte.
  public Optional<byte[]> opened(byte[] sealed, byte[] aad) {
    try {
      return Optional.of(unseal(sealed, aad));
    } catch (IronclawException e) {
      // silent-ok: the caller has another key to try, or says so
      return Optional.empty();
    }
  }

  private Cipher cipher(int mode, byte[] nonce, byte[] aad) throws GeneralSecurityException {
    Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
    cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
    cipher.updateAAD(aad);
    return cipher;
  }
}
