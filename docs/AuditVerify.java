import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Verifies an audit log by the words of audit-format.md and nothing else: `java AuditVerify.java DIR [WITNESS…]`.
/// Prints one line; exit 0 intact, 1 broken, 2 not covered, 3 wrong use. Reads a whole segment into memory.
class AuditVerify {
  static final String ZEROS = "0".repeat(64);
  static final Pattern LINE = Pattern.compile("(\\{\"v\":2,\"seq\":([1-9][0-9]{0,11}),\"time\":\"[0-9]{4}-[0-9]{2}-[0-9]{2}"
      + "T[0-9]{2}:[0-9]{2}:[0-9]{2}\\.[0-9]{6}Z\",\"prev\":\"([0-9a-f]{64})\",\"(digest|key)\":\"([0-9a-f]{64})\")"
      + ",\"hash\":\"([0-9a-f]{64})\",\"(payload|sig)\":\"([A-Za-z0-9+/]++={0,2})\"}");
  static final Pattern HEAD = Pattern.compile(
      "\\{\"v\":2,\"seq\":([0-9]{12}),\"hash\":\"([0-9a-f]{64})\",\"sig\":\"([A-Za-z0-9+/]{86}==)\"}\n");

  /// What is wrong, and from which line of the log on (0: not about a line).
  static final class Broken extends Exception {
    final long seq;

    Broken(long seq, String where, String what) {
      super(where + ": " + what);
      this.seq = seq;
    }
  }

  final PublicKey key;
  final String fingerprint;
  long headSeq;
  String headHash;
  byte[] headSignature;
  final Map<Long, String> witnessed = new TreeMap<>();
  long seq;
  long entries;
  String hash = ZEROS;

  AuditVerify(Path folder) throws IOException, GeneralSecurityException, Broken {
    String pub = read(folder.resolve("audit.pub"), 0);
    if (!pub.matches("ironclaw-audit-ed25519 [0-9a-f]{64}\n")) {
      throw new Broken(0, "audit.pub", "not a public key");
    }
    byte[] raw = HexFormat.of().parseHex(pub.substring(23, 87));
    fingerprint = sha256(raw);
    ByteBuffer x509 = ByteBuffer.allocate(44).put(HexFormat.of().parseHex("302a300506032b6570032100")).put(raw);
    try {
      key = KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(x509.array()));
    } catch (GeneralSecurityException e) {
      throw new Broken(0, "audit.pub", "not a point on the curve");
    }
    Matcher head = HEAD.matcher(read(folder.resolve("audit.head"), 0));
    if (!head.matches()) {
      throw new Broken(0, "audit.head", "not a head");
    }
    headSeq = Long.parseLong(head.group(1));
    headHash = head.group(2);
    headSignature = base64(head.group(3), 0, "audit.head");
  }

  public static void main(String[] arguments) throws Exception {
    if (arguments.length == 0) {
      System.err.println("usage: java AuditVerify.java DIR [WITNESS...]");
      System.exit(3);
    }
    Path[] witnesses = Arrays.stream(arguments).skip(1).map(Path::of).toArray(Path[]::new);
    String verdict = verdict(Path.of(arguments[0]), witnesses);
    System.out.println(verdict);
    System.exit(verdict.startsWith("intact") ? 0 : verdict.startsWith("not covered") ? 2 : 1);
  }

  /// `intact: …`, `not covered: …` or `broken at SEQ: …`.
  public static String verdict(Path folder, Path... witnesses) throws IOException, GeneralSecurityException {
    try {
      AuditVerify log = new AuditVerify(folder);
      for (Path witness : witnesses) {
        log.witness(witness);
      }
      return log.verify(folder);
    } catch (Broken e) {
      return "broken at " + e.seq + ": " + e.getMessage();
    }
  }

  String verify(Path folder) throws IOException, GeneralSecurityException, Broken {
    List<Path> segments;
    try (var files = Files.list(folder)) {
      segments = files.filter(file -> file.getFileName().toString().matches("audit-[0-9]{12}\\.jsonl")).sorted().toList();
    }
    if (segments.isEmpty()) {
      throw new Broken(1, folder.toString(), "no segment");
    }
    for (Path segment : segments) {
      String name = segment.getFileName().toString();
      long first = Long.parseLong(name.substring(6, 18));
      if (first != seq + 1) {
        throw new Broken(Math.min(first, seq + 1), name, first > seq + 1
            ? "the segment that begins with seq " + (seq + 1) + " is missing"
            : "the segment begins before the one before it ends");
      }
      segment(name, read(segment, seq + 1));
    }
    byte[] statement = ByteBuffer.allocate(61).put(ascii("ironclaw-audit-head-2")).putLong(headSeq)
        .put(HexFormat.of().parseHex(headHash)).array();
    if (!signed(statement, headSignature) || (headSeq == 0 && !headHash.equals(ZEROS))) {
      throw new Broken(0, "audit.head", "not signed by the key in audit.pub");
    }
    if (headSeq > seq) {
      throw new Broken(seq + 1, "audit.head", "the tail is cut: the head names seq " + headSeq);
    }
    for (long known : witnessed.keySet()) {
      throw new Broken(known, "witness", "the log lacks seq " + known + ": it was put back to an earlier state");
    }
    long after = seq - headSeq;
    if (after > 1_024) {
      throw new Broken(0, "audit.head", "an old head was put back: " + after + " lines follow it");
    }
    return (after == 0 ? "intact: " : "not covered: the last " + after + " lines of ") + entries + " entries, head " + hash
        + ", key " + fingerprint;
  }

  void segment(String name, String text) throws GeneralSecurityException, Broken {
    int number = 0;
    for (int start = 0; start < text.length();) {
      String where = name + " line " + ++number;
      int end = text.indexOf('\n', start);
      if (end < 0) {
        throw new Broken(seq + 1, where, "not ended");
      }
      line(where, text.substring(start, end));
      start = end + 1;
    }
  }

  void line(String where, String text) throws GeneralSecurityException, Broken {
    long expected = seq + 1;
    Matcher line = LINE.matcher(text);
    boolean form = text.length() <= 1 << 20 && line.matches();
    if (!form || line.group(4).equals("key") != line.group(7).equals("sig") || line.group(8).length() % 4 != 0) {
      throw new Broken(expected, where, "neither an entry nor a checkpoint");
    }
    if (Long.parseLong(line.group(2)) != expected) {
      throw new Broken(expected, where, "seq " + line.group(2) + " instead of " + expected);
    }
    if (!line.group(3).equals(hash)) {
      throw new Broken(expected, where, "does not follow the line before");
    }
    if (!sha256(ascii(line.group(1))).equals(line.group(6))) {
      throw new Broken(expected, where, "the hash is not that of the line");
    }
    if (line.group(4).equals("digest")) {
      if (!sha256(ascii(line.group(8))).equals(line.group(5))) {
        throw new Broken(expected, where, "the payload is another");
      }
      entries++;
    } else if (!line.group(5).equals(fingerprint)
        || !signed(checkpoint(line.group(6)), base64(line.group(8), expected, where))) {
      throw new Broken(expected, where, "a checkpoint that the key in audit.pub did not sign");
    }
    seq = expected;
    hash = line.group(6);
    if (seq == headSeq && !hash.equals(headHash)) {
      throw new Broken(0, "audit.head", "the head has another hash for seq " + seq);
    }
    String known = witnessed.remove(seq);
    if (known != null && !known.equals(hash)) {
      throw new Broken(seq, where, "a witness has another line with this seq");
    }
  }

  void witness(Path file) throws IOException, GeneralSecurityException, Broken {
    String text = read(file, 0);
    for (int start = 0, end; (end = text.indexOf('\n', start)) >= 0; start = end + 1) {
      String one = text.substring(start, end);
      Matcher line = LINE.matcher(one);
      Matcher head = HEAD.matcher(one + "\n");
      long of;
      String its;
      boolean good;
      if (head.matches()) {
        of = Long.parseLong(head.group(1));
        its = head.group(2);
        good = signed(ByteBuffer.allocate(61).put(ascii("ironclaw-audit-head-2")).putLong(of)
            .put(HexFormat.of().parseHex(its)).array(), base64(head.group(3), 0, file.toString()));
      } else if (line.matches() && line.group(4).equals("key")) {
        of = Long.parseLong(line.group(2));
        its = line.group(6);
        good = sha256(ascii(line.group(1))).equals(its)
            && signed(checkpoint(its), base64(line.group(8), of, file.toString()));
      } else {
        throw new Broken(0, file.toString(), "a line that is neither a checkpoint nor a head");
      }
      String before = of == 0 ? null : witnessed.put(of, its);
      if (!good || (before != null && !before.equals(its))) {
        throw new Broken(good ? of : 0, file.toString(), good ? "two lines with seq " + of : "a line that the key did not sign");
      }
    }
  }

  static byte[] checkpoint(String hash) {
    return ByteBuffer.allocate(59).put(ascii("ironclaw-audit-checkpoint-2")).put(HexFormat.of().parseHex(hash)).array();
  }

  boolean signed(byte[] statement, byte[] signature) throws GeneralSecurityException {
    Signature verifier = Signature.getInstance("Ed25519");
    try {
      verifier.initVerify(key);
      verifier.update(statement);
      return verifier.verify(signature);
    } catch (GeneralSecurityException e) {
      return false;
    }
  }

  /// 64 bytes, in the one text that means them.
  static byte[] base64(String text, long seq, String where) throws Broken {
    try {
      byte[] bytes = Base64.getDecoder().decode(text);
      if (bytes.length == 64 && Base64.getEncoder().encodeToString(bytes).equals(text)) {
        return bytes;
      }
    } catch (IllegalArgumentException e) {
      throw new Broken(seq, where, "not base64");
    }
    throw new Broken(seq, where, "not a signature");
  }

  static String sha256(byte[] bytes) throws GeneralSecurityException {
    return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
  }

  static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  static String read(Path file, long seq) throws IOException, Broken {
    if (!Files.isRegularFile(file)) {
      throw new Broken(seq, file.getFileName().toString(), "missing");
    }
    return Files.readString(file, StandardCharsets.ISO_8859_1);
  }
}
