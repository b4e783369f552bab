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
import java.util.Map;
import java.util.TreeMap;

/// Writes a valid log, with a key of its own.
final class SampleLog {
  private final KeyPair keys;
  private final Map<Long, ByteArrayOutputStream> segments = new TreeMap<>();
  private final ByteArrayOutputStream witness = new ByteArrayOutputStream();
  private long segment = 1;
  private String hash = AuditFormat.NO_HASH;
  private long seq;

  SampleLog() throws GeneralSecurityException {
    keys = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
    segments.put(1L, new ByteArrayOutputStream());
  }

  void add(String payload) throws IOException {
    String sealed = Base64.getEncoder().encodeToString(payload.getBytes(StandardCharsets.UTF_8));
    put(AuditLine.entry(seq + 1, time(), hash, sealed));
  }

  void checkpoint() throws IOException {
    AuditLine line = AuditLine.checkpoint(seq + 1, time(), hash, fingerprint(), this::sign);
    put(line);
    witness.write(line.bytes());
  }

  /// What follows goes to a new file.
  void rotate() {
    segment = seq + 1;
    segments.put(segment, new ByteArrayOutputStream());
  }

  private void put(AuditLine line) throws IOException {
    segments.get(segment).write(line.bytes());
    seq = line.seq();
    hash = line.hash();
  }

  long seq() {
    return seq;
  }

  String hash() {
    return hash;
  }

  /// The witness gets the head of now.
  void witnessHead() throws IOException {
    witness.write(head());
  }

  byte[] witness() {
    return witness.toByteArray();
  }

  private String time() {
    return AuditFormat.time(Instant.ofEpochSecond(1_800_000_000L + seq));
  }

  String fingerprint() {
    return AuditFormat.fingerprint(raw());
  }

  private byte[] raw() {
    byte[] encoded = keys.getPublic().getEncoded();
    return Arrays.copyOfRange(encoded, encoded.length - 32, encoded.length);
  }

  void save(Path folder) throws IOException {
    Files.write(folder.resolve(AuditFormat.PUBLIC_KEY_FILE), AuditFormat.publicKey(raw()));
    for (Map.Entry<Long, ByteArrayOutputStream> file : segments.entrySet()) {
      Files.write(folder.resolve(AuditFormat.segment(file.getKey())), file.getValue().toByteArray());
    }
    Files.write(folder.resolve(AuditFormat.HEAD_FILE), head());
  }

  byte[] head() {
    return AuditFormat.head(seq, hash, Base64.getEncoder().encodeToString(
        sign(AuditFormat.headStatement(seq, HexFormat.of().parseHex(hash)))));
  }

  private byte[] sign(byte[] message) {
    try {
      Signature signer = Signature.getInstance("Ed25519");
      signer.initSign(keys.getPrivate());
      signer.update(message);
      return signer.sign();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
