package dev.ironclaw.contract.audit;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/// What an outside witness holds: the log's own checkpoints and heads, each as one line, signed by the log's key. A log
/// that was put back to an earlier state lacks a line that its witness has, or has another one in its place.
///
/// @param name how people know it, for example the file
/// @param lines oldest first
public record AuditWitness(String name, List<Line> lines) {
  public AuditWitness {
    lines = List.copyOf(lines);
  }

  /// One line that was received.
  ///
  /// @param number from 1
  /// @param seq of the log's line that it names
  /// @param hash of that line
  /// @param statement what its signature covers
  // Only read by the verifier, never compared as records.
  @SuppressWarnings("ArrayRecordComponent")
  public record Line(long number, long seq, String hash, byte[] statement, byte[] signature) {}

  /// A witness's file can't be read as one.
  public static final class Unreadable extends Exception {
    private static final long serialVersionUID = 1L;

    Unreadable(String message) {
      super(message);
    }
  }

  /// Reads a witness's file. A last line without its end is what a power cut leaves, and is passed over.
  public static AuditWitness read(Path file) throws IOException, Unreadable {
    List<Line> lines = new ArrayList<>();
    LineParser parser = new LineParser();
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
      long number = 1;
      for (int b = in.read(); b >= 0; b = in.read()) {
        line.write(b);
        if (line.size() > 4_096) {
          throw new Unreadable("line " + number + " is too long");
        }
        if (b == '\n') {
          lines.add(parse(parser, number++, line.toByteArray()));
          line.reset();
        }
      }
    }
    return new AuditWitness(file.toString(), lines);
  }

  private static Line parse(LineParser parser, long number, byte[] line) throws Unreadable {
    try {
      if (line.length == AuditFormat.HEAD_BYTES) {
        LineParser.Head head = parser.head(line);
        return new Line(number, head.seq(), head.hash(),
            AuditFormat.headStatement(head.seq(), HexFormat.of().parseHex(head.hash())), head.signature());
      }
      LineParser.Fields fields = parser.line(line, 0, line.length - 1);
      String hash = new String(line, fields.hash(), AuditFormat.HASH_CHARS, StandardCharsets.US_ASCII);
      if (!fields.checkpoint() || !hash.equals(new LineHash().hex(line, 0, fields.hashedEnd()))) {
        throw new Unreadable("line " + number + " is not a checkpoint as it was written");
      }
      return new Line(number, fields.seq(), hash, AuditFormat.checkpointStatement(HexFormat.of().parseHex(hash)),
          parser.signature(line, fields.tail()));
    } catch (LineParser.Malformed e) {
      throw new Unreadable("line " + number + " is neither a checkpoint nor a head: " + e.getMessage());
    }
  }

  /// The newest whole line at the end of a witness's file, where it is signed by this key.
  ///
  /// @param tail the file's last bytes
  /// @param publicKey content of `audit.pub`
  public static Optional<Line> newestSigned(byte[] tail, byte[] publicKey) {
    int end = tail.length;
    while (end > 0 && tail[end - 1] != '\n') {
      end--;
    }
    int start = Math.max(0, end - 1);
    while (start > 0 && tail[start - 1] != '\n') {
      start--;
    }
    try {
      Line line = parse(new LineParser(), 0, Arrays.copyOfRange(tail, start, end));
      return AuditKey.parse(publicKey).signed(line.statement(), line.signature())
          ? Optional.of(line)
          : Optional.empty();
    } catch (Unreadable | LineParser.Malformed e) {
      // silent-ok: what nobody with the key wrote proves nothing
      return Optional.empty();
    }
  }
}
