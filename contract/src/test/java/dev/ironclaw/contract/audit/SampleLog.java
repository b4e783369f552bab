package dev.ironclaw.contract.audit;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;

/// Writes a valid log by the grammar's words, with a key of its own.
final class SampleLog {
  private final KeyPair keys;
  private final AuditHasher hasher = new AuditHasher();
  private final ByteArrayOutputStream lines = new ByteArrayOutputStream();
  private byte[] hash = new byte[32];
  private byte[] signature = new byte[AuditHasher.SIGNATURE_BYTES];
  private long seq;

  SampleLog() throws GeneralSecurityException {
    keys = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
  }

  void add(String payload) throws GeneralSecurityException, IOException {
    add(payload, true);
  }

  /// An unsigned entry is a chain by somebody without the key, made fast.
  void add(String payload, boolean sign) throws GeneralSecurityException, IOException {
    seq++;
    byte[] sealed = payload.getBytes(StandardCharsets.UTF_8);
    byte[] digest = hasher.payload(sealed);
    String time = AuditFormat.time(Instant.ofEpochSecond(1_800_000_000L + seq));
    byte[] previous = hash;
    hash = hasher.entry(seq, time.getBytes(StandardCharsets.US_ASCII), previous, signature, digest);
    signature = sign ? sign(hash) : new byte[64];
    HexFormat hex = HexFormat.of();
    lines.write(AuditFormat.line(new AuditEntry(seq, time, hex.formatHex(previous), hex.formatHex(hash),
        hex.formatHex(digest), base64(sealed), base64(signature))));
  }

  String fingerprint() {
    byte[] encoded = keys.getPublic().getEncoded();
    return AuditFormat.fingerprint(Arrays.copyOfRange(encoded, encoded.length - 32, encoded.length));
  }

  void save(Path folder) throws IOException, GeneralSecurityException {
    byte[] encoded = keys.getPublic().getEncoded();
    Files.write(folder.resolve(AuditFormat.PUBLIC_KEY_FILE),
        AuditFormat.publicKey(Arrays.copyOfRange(encoded, encoded.length - 32, encoded.length)));
    Files.write(folder.resolve(AuditFormat.LOG_FILE), lines.toByteArray());
    Files.write(folder.resolve(AuditFormat.HEAD_FILE), head());
  }

  byte[] head() throws GeneralSecurityException {
    return AuditFormat.head(seq, HexFormat.of().formatHex(hash), base64(sign(AuditFormat.headStatement(seq, hash))));
  }

  private byte[] sign(byte[] message) throws GeneralSecurityException {
    Signature signer = Signature.getInstance("Ed25519");
    signer.initSign(keys.getPrivate());
    signer.update(message);
    return signer.sign();
  }

  private static String base64(byte[] bytes) {
    return Base64.getEncoder().encodeToString(bytes);
  }
}
