package dev.ironclaw.controlplane.atrest;

import dev.ironclaw.contract.ErrorCode;
import dev.ironclaw.contract.IronclawException;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import javax.crypto.KDF;
import javax.crypto.Mac;
import javax.crypto.spec.HKDFParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.params.Argon2Parameters;

/// The first 78 bytes of a backup: the magic, a random salt, the cost of the passphrase, and a check that tells a wrong
/// passphrase from a damaged file. `docs/backup-format.md` has it for strangers.
///
/// @param memoryKib of Argon2id (RFC 9106)
@SuppressWarnings("ArrayRecordComponent") // Never compared or shown.
record BackupHeader(byte[] salt, int memoryKib, int passes, int lanes) {
  static final byte[] MAGIC = "IRONCLAW BACKUP 1\n".getBytes(StandardCharsets.US_ASCII);
  private static final int SALT = 16;
  private static final int CHECK = 32;
  private static final int OPEN = 18 + SALT + 3 * Integer.BYTES;
  /// What a file may ask of whoever opens it.
  private static final int MAX_MEMORY_KIB = 1 << 20;
  private static final int MAX_PASSES = 16;
  private static final int MAX_LANES = 16;

  /// RFC 9106's second recommended option.
  static BackupHeader fresh(SecureRandom random) {
    byte[] salt = new byte[SALT];
    random.nextBytes(salt);
    return new BackupHeader(salt, 64 * 1024, 3, 4);
  }

  /// What is on disk.
  ///
  /// @param root what [#root] gave
  byte[] bytes(byte[] root) {
    byte[] open = open();
    byte[] whole = Arrays.copyOf(open, OPEN + CHECK);
    System.arraycopy(check(root, open), 0, whole, OPEN, CHECK);
    return whole;
  }

  private byte[] open() {
    return ByteBuffer.allocate(OPEN).put(MAGIC).put(salt).putInt(memoryKib).putInt(passes).putInt(lanes).array();
  }

  /// The header as it lies at the start of a file.
  static byte[] take(InputStream in) throws IOException {
    byte[] whole = new byte[OPEN + CHECK];
    try {
      new DataInputStream(in).readFully(whole);
    } catch (EOFException e) {
      throw refused("the file is shorter than a backup's header", e);
    }
    return whole;
  }

  /// The key of the chunks that follow.
  ///
  /// @param whole what [#take] gave
  /// @throws IronclawException for what is no backup, and for a wrong passphrase
  static byte[] key(byte[] whole, byte[] passphrase) {
    ByteBuffer fields = ByteBuffer.wrap(whole).position(MAGIC.length);
    if (!Arrays.equals(whole, 0, MAGIC.length, MAGIC, 0, MAGIC.length)) {
      throw refused("this is no backup of version 1");
    }
    byte[] salt = new byte[SALT];
    fields.get(salt);
    BackupHeader header = new BackupHeader(salt, fields.getInt(), fields.getInt(), fields.getInt());
    if (header.lanes < 1 || header.lanes > MAX_LANES || header.passes < 1 || header.passes > MAX_PASSES
        || header.memoryKib < 8 * header.lanes || header.memoryKib > MAX_MEMORY_KIB) {
      throw refused("its header is damaged: it asks for a cost that no backup has");
    }
    byte[] root = header.root(passphrase);
    byte[] check = Arrays.copyOfRange(whole, OPEN, OPEN + CHECK);
    if (!MessageDigest.isEqual(check, check(root, header.open()))) {
      throw refused("the passphrase is wrong, or the header is damaged");
    }
    return chunkKey(root);
  }

  /// From the passphrase, slowly: 64 MiB and some 0.3 s.
  byte[] root(byte[] passphrase) {
    Argon2BytesGenerator argon = new Argon2BytesGenerator();
    argon.init(new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id).withVersion(Argon2Parameters.ARGON2_VERSION_13)
        .withSalt(salt).withMemoryAsKB(memoryKib).withIterations(passes).withParallelism(lanes).build());
    byte[] root = new byte[32];
    argon.generateBytes(passphrase, root);
    return root;
  }

  static byte[] chunkKey(byte[] root) {
    return derived(root, "chunks");
  }

  private static byte[] check(byte[] root, byte[] open) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(derived(root, "header"), "HmacSHA256"));
      return mac.doFinal(open);
    } catch (GeneralSecurityException e) {
      throw new IronclawException(ErrorCode.INTERNAL, "seal backup: the JDK refused HMAC-SHA256", e);
    }
  }

  private static byte[] derived(byte[] root, String purpose) {
    try {
      return KDF.getInstance("HKDF-SHA256", "SunJCE").deriveData(HKDFParameterSpec.ofExtract().addIKM(root)
          .thenExpand(("ironclaw/backup/1/" + purpose).getBytes(StandardCharsets.US_ASCII), 32));
    } catch (GeneralSecurityException e) {
      throw new IronclawException(ErrorCode.INTERNAL, "seal backup: the JDK refused HKDF-SHA256", e);
    }
  }

  static IronclawException refused(String why) {
    return new IronclawException(ErrorCode.CONFIGURATION, "read backup: " + why + "; nothing was restored");
  }

  static IronclawException refused(String why, Exception cause) {
    return new IronclawException(ErrorCode.CONFIGURATION, "read backup: " + why + "; nothing was restored", cause);
  }
}
