package dev.ironclaw.controlplane.secret;

import dev.ironclaw.contract.ErrorCode;
import dev.ironclaw.contract.IronclawException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// What the master key seals: the data secret, and the keys of the audit log, which outlive it. The log's signing key is its
/// identity, which verifiers and witnesses hold on to; what was sealed into a hash chain can't be sealed anew.
///
/// The first form is the 32 bytes of a secret that was never replaced. The second: `ICKDATA2`, the generation (4 bytes), 1
/// where a rotation is not finished and else 0, the secret, the signing key, then the sealing keys, the newest first; 32
/// bytes each.
///
/// @param generation 1 for the first
/// @param finishing true from the moment in which this secret counts until every file that is sealed under it has its name
@SuppressWarnings("ArrayRecordComponent") // Never compared or shown.
record DataKeys(int generation, boolean finishing, byte[] secret, byte[] auditSigning, List<byte[]> auditSealing) {
  private static final byte[] MAGIC = "ICKDATA2".getBytes(StandardCharsets.US_ASCII);
  private static final int HEAD = MAGIC.length + Integer.BYTES + 1;

  DataKeys {
    auditSealing = List.copyOf(auditSealing);
  }

  static DataKeys parse(byte[] content) {
    if (content.length == MasterKey.BYTES) {
      return new DataKeys(1, false, content, MasterKey.derived(content, "audit-signing"),
          List.of(MasterKey.derived(content, "audit-sealing")));
    }
    int keys = (content.length - HEAD) / MasterKey.BYTES;
    if (keys < 3 || content.length != HEAD + keys * MasterKey.BYTES
        || !Arrays.equals(content, 0, MAGIC.length, MAGIC, 0, MAGIC.length)) {
      throw new IronclawException(ErrorCode.DATABASE_KEY_OR_FILE_DAMAGED,
          "open keyring: it holds keys of a form that this program does not know; install a newer version");
    }
    ByteBuffer bytes = ByteBuffer.wrap(content).position(MAGIC.length);
    int generation = bytes.getInt();
    boolean finishing = bytes.get() == 1;
    byte[] secret = key(bytes);
    byte[] signing = key(bytes);
    List<byte[]> sealing = new ArrayList<>();
    while (bytes.hasRemaining()) {
      sealing.add(key(bytes));
    }
    return new DataKeys(generation, finishing, secret, signing, sealing);
  }

  byte[] content() {
    if (generation == 1) {
      return secret.clone();
    }
    ByteBuffer bytes = ByteBuffer.allocate(HEAD + MasterKey.BYTES * (2 + auditSealing.size())).put(MAGIC)
        .putInt(generation).put((byte) (finishing ? 1 : 0)).put(secret).put(auditSigning);
    auditSealing.forEach(bytes::put);
    return bytes.array();
  }

  /// A new secret, and the log's keys that it needs; not finished.
  DataKeys next(SecureRandom random) {
    byte[] fresh = MasterKey.random(random).bytes();
    List<byte[]> sealing = new ArrayList<>(List.of(MasterKey.derived(fresh, "audit-sealing")));
    sealing.addAll(auditSealing);
    return new DataKeys(generation + 1, true, fresh, auditSigning, sealing);
  }

  DataKeys finished() {
    return new DataKeys(generation, false, secret, auditSigning, auditSealing);
  }

  private static byte[] key(ByteBuffer bytes) {
    byte[] key = new byte[MasterKey.BYTES];
    bytes.get(key);
    return key;
  }
}
