package dev.ironclaw.contract.audit;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;

/// Takes apart one line, strictly: each key in its place, each field in its one form. It gives places, not copies,
/// because a verifier reads hundreds of thousands of lines a second.
final class LineParser {
  private static final byte[] TIME_FORM = "0000-00-00T00:00:00.000000Z".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] SEQ = ascii("{\"v\":2,\"seq\":");
  private static final byte[] TIME = ascii(",\"time\":\"");
  private static final byte[] PREVIOUS = ascii("\",\"prev\":\"");
  private static final byte[] DIGEST = ascii("\",\"digest\":\"");
  private static final byte[] KEY = ascii("\",\"key\":\"");
  private static final byte[] HASH = ascii("\",\"hash\":\"");
  private static final byte[] PAYLOAD = ascii("\",\"payload\":\"");
  private static final byte[] SIGNATURE = ascii("\",\"sig\":\"");
  private static final byte[] END = ascii("\"}");
  private static final boolean[] BASE64 = base64Characters();

  private byte[] bytes = new byte[0];
  private int at;
  private int end;

  /// Where the fields of one line are.
  ///
  /// @param previous of its 64 digits
  /// @param middle of the 64 digits of the payload's digest or the key's fingerprint
  /// @param hashedEnd after the bytes that the hash covers
  /// @param hash of its 64 digits
  /// @param tail of the payload or the signature
  /// @param tailEnd after it
  record Fields(boolean checkpoint, long seq, int previous, int middle, int hashedEnd, int hash, int tail,
      int tailEnd) {}

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
    literal(SEQ);
    long seq = number();
    literal(TIME);
    time();
    literal(PREVIOUS);
    int previous = hex("prev");
    boolean checkpoint = at + 2 < end && bytes[at + 2] == '"' && at + 3 < end && bytes[at + 3] == 'k';
    literal(checkpoint ? KEY : DIGEST);
    int middle = hex(checkpoint ? "key" : "digest");
    int hashedEnd = at + 1;
    literal(HASH);
    int hash = hex("hash");
    literal(checkpoint ? SIGNATURE : PAYLOAD);
    int tail = at;
    at = Math.max(at, end - END.length);
    int tailEnd = at;
    base64(checkpoint ? "sig" : "payload", tail, tailEnd);
    if (checkpoint && tailEnd - tail != AuditFormat.SIGNATURE_CHARS) {
      throw new Malformed("sig is not 64 bytes");
    }
    literal(END);
    finish();
    return new Fields(checkpoint, seq, previous, middle, hashedEnd, hash, tail, tailEnd);
  }

  /// The fields of `audit.head`.
  // Read once, straight after parsing, and never compared as records.
  @SuppressWarnings("ArrayRecordComponent")
  record Head(long seq, String hash, byte[] signature) {}

  /// Parses the whole of `audit.head`.
  Head head(byte[] content) throws Malformed {
    begin(content, 0, content.length);
    literal(SEQ);
    long seq = paddedNumber();
    literal(ascii(",\"hash\":\""));
    String hash = text(hex("hash"), AuditFormat.HASH_CHARS);
    literal(SIGNATURE);
    if (end - at < AuditFormat.SIGNATURE_CHARS) {
      throw new Malformed("it ends inside sig");
    }
    byte[] signature = signature(content, at);
    at += AuditFormat.SIGNATURE_CHARS;
    literal(ascii("\"}\n"));
    finish();
    return new Head(seq, hash, signature);
  }

  /// The 64 bytes of the 88 characters at this place.
  byte[] signature(byte[] from, int place) throws Malformed {
    byte[] text = Arrays.copyOfRange(from, place, place + AuditFormat.SIGNATURE_CHARS);
    try {
      byte[] signature = Base64.getDecoder().decode(text);
      // Unused bits of the last character would let two texts mean the same bytes.
      if (signature.length == 64 && Arrays.equals(Base64.getEncoder().encode(signature), text)) {
        return signature;
      }
    } catch (IllegalArgumentException e) {
      throw new Malformed("sig is not base64");
    }
    throw new Malformed("sig is not in its one base64 form");
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

  private void literal(byte[] text) throws Malformed {
    if (end - at < text.length) {
      throw new Malformed("it ends before " + text(text));
    }
    if (!Arrays.equals(bytes, at, at + text.length, text, 0, text.length)) {
      throw new Malformed(text(text) + " is not in its place");
    }
    at += text.length;
  }

  private long number() throws Malformed {
    int start = at;
    long value = 0;
    while (at < end && bytes[at] >= '0' && bytes[at] <= '9' && at - start <= AuditFormat.SEQ_DIGITS) {
      value = value * 10 + (bytes[at++] - '0');
    }
    if (at == start || at - start > AuditFormat.SEQ_DIGITS || bytes[start] == '0') {
      throw new Malformed("seq is not a number from 1 on");
    }
    return value;
  }

  private long paddedNumber() throws Malformed {
    require("seq", AuditFormat.SEQ_DIGITS);
    long value = 0;
    for (int i = 0; i < AuditFormat.SEQ_DIGITS; i++) {
      byte digit = bytes[at++];
      if (digit < '0' || digit > '9') {
        throw new Malformed("seq is not " + AuditFormat.SEQ_DIGITS + " digits");
      }
      value = value * 10 + (digit - '0');
    }
    return value;
  }

  private void time() throws Malformed {
    require("time", AuditFormat.TIME_CHARS);
    for (int i = 0; i < TIME_FORM.length; i++) {
      byte c = bytes[at + i];
      boolean fits = TIME_FORM[i] == '0' ? c >= '0' && c <= '9' : c == TIME_FORM[i];
      if (!fits) {
        throw new Malformed("time is not in RFC 3339 with microseconds");
      }
    }
    at += TIME_FORM.length;
  }

  private int hex(String field) throws Malformed {
    require(field, AuditFormat.HASH_CHARS);
    int start = at;
    for (int stop = at + AuditFormat.HASH_CHARS; at < stop; at++) {
      byte c = bytes[at];
      if ((c < '0' || c > '9') && (c < 'a' || c > 'f')) {
        throw new Malformed(field + " is not 64 lower-case hexadecimal digits");
      }
    }
    return start;
  }

  private void base64(String field, int start, int stop) throws Malformed {
    int length = stop - start;
    if (length == 0 || length % 4 != 0) {
      throw new Malformed(field + " is not whole base64");
    }
    int padding = bytes[stop - 1] != '=' ? 0 : bytes[stop - 2] != '=' ? 1 : 2;
    for (int i = start; i < stop - padding; i++) {
      if (bytes[i] < 0 || !BASE64[bytes[i]]) {
        throw new Malformed(field + " is not base64");
      }
    }
  }

  private void require(String field, int length) throws Malformed {
    if (end - at < length) {
      throw new Malformed("it ends inside " + field);
    }
  }

  private String text(int start, int length) {
    return new String(bytes, start, length, StandardCharsets.US_ASCII);
  }

  private static String text(byte[] literal) {
    return new String(literal, StandardCharsets.US_ASCII).strip();
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  private static boolean[] base64Characters() {
    boolean[] known = new boolean[128];
    for (byte c : ascii("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/")) {
      known[c] = true;
    }
    return known;
  }
}
