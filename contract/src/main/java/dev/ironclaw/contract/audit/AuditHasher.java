package dev.ironclaw.contract.audit;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/// The two hashes of an entry, by SHA-256. Not for several threads.
///
/// The entry's hash covers, each with its length before it in 4 bytes (big-endian): the tag `ironclaw-audit-1`, seq in
/// 8 bytes, the 27 characters of time, the 32 bytes of the previous hash, the 64 bytes of the previous signature (zeros
/// for the first entry), the 32 bytes of the digest. The previous signature is in it so that a changed signature breaks
/// the chain: no verifier needs to check them one by one.
public final class AuditHasher {
  /// Bytes of a signature; before the first entry stand as many zeros.
  public static final int SIGNATURE_BYTES = 64;

  private static final byte[] TAG = "ironclaw-audit-1".getBytes(StandardCharsets.US_ASCII);

  private final MessageDigest sha256;
  private final ByteBuffer form = ByteBuffer.allocate(256);

  public AuditHasher() {
    try {
      sha256 = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  /// The digest of a sealed payload.
  public byte[] payload(byte[] sealed) {
    return sha256.digest(sealed);
  }

  byte[] payload(ByteBuffer sealed) {
    sha256.update(sealed);
    return sha256.digest();
  }

  /// The hash of an entry.
  public byte[] entry(long seq, byte[] time, byte[] previousHash, byte[] previousSignature, byte[] digest) {
    form.clear();
    put(TAG);
    form.putInt(Long.BYTES).putLong(seq);
    put(time);
    put(previousHash);
    put(previousSignature);
    put(digest);
    sha256.update(form.array(), 0, form.position());
    return sha256.digest();
  }

  private void put(byte[] field) {
    form.putInt(field.length).put(field);
  }
}
