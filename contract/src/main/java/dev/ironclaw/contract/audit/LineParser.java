package dev.ironclaw.contract.audit;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;

/// Takes apart one line, strictly: each key in its place, each field in its one form. Fields are bytes, because a
/// verifier reads hundreds of thousands of lines a second.
final class LineParser {
  private byte[] bytes = new byte[0];
  private int at;
  private int end;

  /// The fields of one line.
  ///
  /// @param payload the sealed payload
  // Read once, straight after parsing, and never compared as records.
  @SuppressWarnings("ArrayRecordComponent")
  record Fields(long seq, byte[] time, byte[] previous, byte[] hash, byte[] digest, ByteBuffer payload,
      byte[] signature) {}

  /// What is wrong with a line, in words.
  static final class Malformed extends Exception {
    private static final long serialVersionUID = 1L;

    Malformed(String what) {
      super(what, null, false, false);
    }
  }

  /// Parses the bytes of one line without its line feed.
  Fields line(byte[] from, int start, int stop) throws Malformed {
    begin(from, start, stop);
    literal("{\"seq\":");
    long seq = number();
    literal(",\"time\":\"");
    byte[] time = time();
    literal("\",\"prev\":\"");
    byte[] previous = hex("prev");
    literal("\",\"hash\":\"");
    byte[] hash = hex("hash");
    literal("\",\"digest\":\"");
    byte[] digest = hex("digest");
    literal("\",\"payload\":\"");
    ByteBuffer payload = base64("payload", payloadEnd());
    literal("\",\"sig\":\"");
    byte[] signature = signature();
    literal("\"}");
    finish();
    return new Fields(seq, time, previous, hash, digest, payload, signature);
  }

  /// The fields of `audit.head`.
  // Read once, straight after parsing, and never compared as records.
  @SuppressWarnings("ArrayRecordComponent")
  record Head(long seq, byte[] hash, byte[] signature) {}

  /// Parses the whole of `audit.head`.
  Head head(byte[] content) throws Malformed {
    begin(content, 0, content.length);
    literal("{\"seq\":");
    long seq = paddedNumber();
    literal(",\"hash\":\"");
    byte[] hash = hex("hash");
    literal("\",\"sig\":\"");
    byte[] signature = signature();
    literal("\"}\n");
    finish();
    return new Head(seq, hash, signature);
  }

  private void begin(byte[] from, int start, int stop) {
    bytes = from;
    at = start;
    end = stop;
  }

  private void finish() throws Malformed {
    if (at != end) {
      throw new Malformed("something follows the last field");
    }
  }

  private void literal(String text) throws Malformed {
    if (end - at < text.length()) {
      throw new Malformed("it ends before " + text.strip());
    }
    for (int i = 0; i < text.length(); i++) {
      if (bytes[at + i] != text.charAt(i)) {
        throw new Malformed(text.strip() + " is not in its place");
      }
    }
    at += text.length();
  }

  private long number() throws Malformed {
    int start = at;
    long value = 0;
    while (at < end && bytes[at] >= '0' && bytes[at] <= '9') {
      value = value * 10 + (bytes[at++] - '0');
    }
    if (at == start || at - start > 18 || bytes[start] == '0') {
      throw new Malformed("seq is not a number from 1 on");
    }
    return value;
  }

  private long paddedNumber() throws Malformed {
    String digits = new String(take("seq", 19), StandardCharsets.US_ASCII);
    if (!digits.chars().allMatch(c -> c >= '0' && c <= '9') || digits.charAt(0) != '0') {
      throw new Malformed("seq is not 19 digits");
    }
    return Long.parseLong(digits);
  }

  private byte[] time() throws Malformed {
    byte[] time = take("time", AuditFormat.TIME_CHARS);
    String form = "0000-00-00T00:00:00.000000Z";
    for (int i = 0; i < time.length; i++) {
      boolean fits = form.charAt(i) == '0' ? time[i] >= '0' && time[i] <= '9' : time[i] == form.charAt(i);
      if (!fits) {
        throw new Malformed("time is not in RFC 3339 with microseconds");
      }
    }
    return time;
  }

  private byte[] hex(String field) throws Malformed {
    byte[] digits = take(field, AuditFormat.HASH_CHARS);
    byte[] value = new byte[AuditFormat.HASH_CHARS / 2];
    for (int i = 0; i < digits.length; i++) {
      byte c = digits[i];
      if ((c < '0' || c > '9') && (c < 'a' || c > 'f')) {
        throw new Malformed(field + " is not 64 lower-case hexadecimal digits");
      }
      value[i / 2] = (byte) (value[i / 2] << 4 | HexFormat.fromHexDigit(c));
    }
    return value;
  }

  private byte[] signature() throws Malformed {
    if (end - at < AuditFormat.SIGNATURE_CHARS) {
      throw new Malformed("it ends inside sig");
    }
    ByteBuffer value = base64("sig", at + AuditFormat.SIGNATURE_CHARS);
    byte[] signature = new byte[value.remaining()];
    value.get(signature);
    if (signature.length != AuditHasher.SIGNATURE_BYTES) {
      throw new Malformed("sig is not 64 bytes");
    }
    return signature;
  }

  private int payloadEnd() {
    int stop = at;
    while (stop < end && bytes[stop] != '"') {
      stop++;
    }
    return stop;
  }

  private ByteBuffer base64(String field, int stop) throws Malformed {
    int length = stop - at;
    if (length == 0 || length % 4 != 0) {
      throw new Malformed(field + " is not whole base64");
    }
    try {
      ByteBuffer value = Base64.getDecoder().decode(ByteBuffer.wrap(bytes, at, length));
      // Unused bits of the last character would let two texts mean the same bytes.
      int tail = (value.remaining() - 1) / 3 * 3;
      byte[] last = Base64.getEncoder().encode(Arrays.copyOfRange(value.array(), tail, value.remaining()));
      if (!Arrays.equals(last, 0, 4, bytes, stop - 4, stop)) {
        throw new Malformed(field + " is not in its one base64 form");
      }
      at = stop;
      return value;
    } catch (IllegalArgumentException e) {
      throw new Malformed(field + " is not base64");
    }
  }

  private byte[] take(String field, int length) throws Malformed {
    if (end - at < length) {
      throw new Malformed("it ends inside " + field);
    }
    byte[] value = Arrays.copyOfRange(bytes, at, at + length);
    at += length;
    return value;
  }
}
