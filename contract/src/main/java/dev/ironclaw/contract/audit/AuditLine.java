package dev.ironclaw.contract.audit;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import java.util.function.UnaryOperator;

/// One line of a log as it is written. Its hash covers the line's own bytes from the first one up to `,"hash"`: with them
/// seq, time, the hash of the line before, and the payload's digest or the key.
///
/// @param seq 1 for the first line, then without a gap
/// @param hash 64 hexadecimal digits
/// @param text with the line feed
public record AuditLine(long seq, String hash, String text) {
  private static final String PAYLOAD = "\",\"payload\":\"";

  /// A line that says what happened.
  ///
  /// @param time as [AuditFormat#time] gives it
  /// @param previous hash of the line before, [AuditFormat#NO_HASH] for the first
  /// @param payload sealed, in base64; only the control plane's key opens it
  public static AuditLine entry(long seq, String time, String previous, String payload) {
    LineHash sha256 = new LineHash();
    byte[] sealed = payload.getBytes(StandardCharsets.US_ASCII);
    String hashed = start(seq, time, previous) + "\",\"digest\":\"" + sha256.hex(sealed, 0, sealed.length) + "\"";
    String hash = hash(sha256, hashed);
    return new AuditLine(seq, hash, hashed + ",\"hash\":\"" + hash + PAYLOAD + payload + "\"}\n");
  }

  /// A line that signs all that is before it.
  ///
  /// @param key [AuditFormat#fingerprint] of the key that signs
  /// @param signer gives the 64 bytes of the Ed25519 signature over [AuditFormat#checkpointStatement]
  public static AuditLine checkpoint(long seq, String time, String previous, String key,
      UnaryOperator<byte[]> signer) {
    String hashed = start(seq, time, previous) + "\",\"key\":\"" + key + "\"";
    String hash = hash(new LineHash(), hashed);
    byte[] signature = signer.apply(AuditFormat.checkpointStatement(HexFormat.of().parseHex(hash)));
    return new AuditLine(seq, hash, hashed + ",\"hash\":\"" + hash + "\",\"sig\":\""
        + Base64.getEncoder().encodeToString(signature) + "\"}\n");
  }

  /// The sealed payload in base64; empty for a checkpoint.
  public Optional<String> payload() {
    int at = text.indexOf(PAYLOAD);
    return at < 0 ? Optional.empty() : Optional.of(text.substring(at + PAYLOAD.length(), text.length() - 3));
  }

  /// As it stands in the line.
  public String time() {
    return field("\"time\":\"", AuditFormat.TIME_CHARS);
  }

  /// SHA-256 of the sealed payload, in hexadecimal; empty for a checkpoint.
  public Optional<String> digest() {
    return payload().map(_ -> field("\"digest\":\"", AuditFormat.HASH_CHARS));
  }

  /// Hash of the line before.
  public String previous() {
    return field("\"prev\":\"", AuditFormat.HASH_CHARS);
  }

  /// The bytes that go to the file.
  public byte[] bytes() {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  private String field(String name, int length) {
    int at = text.indexOf(name) + name.length();
    return text.substring(at, at + length);
  }

  private static String start(long seq, String time, String previous) {
    return "{\"v\":2,\"seq\":" + seq + ",\"time\":\"" + time + "\",\"prev\":\"" + previous;
  }

  private static String hash(LineHash sha256, String hashed) {
    byte[] bytes = hashed.getBytes(StandardCharsets.US_ASCII);
    return sha256.hex(bytes, 0, bytes.length);
  }
}
