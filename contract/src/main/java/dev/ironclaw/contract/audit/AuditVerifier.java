package dev.ironclaw.contract.audit;

import dev.ironclaw.contract.audit.AuditVerdict.Broken;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// Checks an audit log without any secret: every hash, the chain across all segments, the signature of every checkpoint,
/// and the head.
///
/// It finds any changed byte in any of the files, and any line that was removed, added, doubled or moved; a segment that
/// is missing or has another's name; a tail that was cut (the head is ahead of the file); another public key. It can't
/// find that files and head were put back together as they were at an earlier time, or that the holder of the signing key
/// wrote another log: for that give an [AuditExpectation].
///
/// The control plane may write meanwhile.
public final class AuditVerifier {
  /// A control plane at work moves the head while the log is read.
  private static final int TRIES = 5;

  private AuditVerifier() {}

  /// Verifies the log in this folder.
  ///
  /// @throws IOException where a file exists and can't be read
  public static AuditVerdict verify(Path folder) throws IOException {
    return verify(folder, AuditExpectation.NONE);
  }

  /// Verifies the log in this folder, and that it is the one that is known from elsewhere.
  ///
  /// @throws IOException where a file exists and can't be read
  public static AuditVerdict verify(Path folder, AuditExpectation expected) throws IOException {
    Path headFile = folder.resolve(AuditFormat.HEAD_FILE);
    int tries = 0;
    while (true) {
      byte[] before = Files.isRegularFile(headFile) ? small(headFile) : new byte[0];
      AuditVerdict verdict = once(folder, expected);
      boolean moving = !(verdict instanceof AuditVerdict.Intact) && Files.isRegularFile(headFile)
          && !Arrays.equals(before, small(headFile));
      if (!moving || ++tries == TRIES) {
        return verdict;
      }
    }
  }

  private static AuditVerdict once(Path folder, AuditExpectation expected) throws IOException {
    for (String name : new String[]{AuditFormat.PUBLIC_KEY_FILE, AuditFormat.HEAD_FILE}) {
      if (!Files.isRegularFile(folder.resolve(name))) {
        return whole(name, "the file is missing", "a file", "nothing");
      }
    }
    AuditKey key;
    LineParser.Head head;
    try {
      key = AuditKey.parse(small(folder.resolve(AuditFormat.PUBLIC_KEY_FILE)));
    } catch (LineParser.Malformed e) {
      return whole(AuditFormat.PUBLIC_KEY_FILE, "not a public key", "its one form", e.getMessage());
    }
    Optional<String> unknown = expected.keys().stream().filter(known -> !known.equals(key.fingerprint())).findFirst();
    if (unknown.isPresent()) {
      return whole(AuditFormat.PUBLIC_KEY_FILE, "the log is signed with another key than the known one",
          "key " + unknown.get(), "key " + key.fingerprint());
    }
    try {
      // Before the log: what is appended meanwhile may be ahead of the head, never behind it.
      head = new LineParser().head(small(folder.resolve(AuditFormat.HEAD_FILE)));
    } catch (LineParser.Malformed e) {
      return whole(AuditFormat.HEAD_FILE, "not a head", "its one form", e.getMessage());
    }
    KnownLines known = new KnownLines(key, expected);
    Optional<Broken> broken = known.contradiction();
    if (broken.isPresent()) {
      return broken.get();
    }
    List<String> segments = segments(folder);
    if (segments.isEmpty()) {
      return new Broken(AuditFormat.segment(1), 0, 1, "the file is missing", "a file", "nothing");
    }
    ChainCheck chain = new ChainCheck(key, head, known);
    for (String segment : segments) {
      broken = chain.segment(segment);
      if (broken.isEmpty()) {
        try (InputStream log = Files.newInputStream(folder.resolve(segment))) {
          broken = new LineSplitter(log, chain).read();
        }
      }
      if (broken.isPresent()) {
        return broken.get();
      }
    }
    return chain.end();
  }

  private static List<String> segments(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> String.valueOf(file.getFileName())).filter(AuditFormat::isSegment).sorted().toList();
    }
  }

  static Broken whole(String file, String what, String expected, String actual) {
    return new Broken(file, 0, 0, what, expected, actual);
  }

  private static byte[] small(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      return in.readNBytes(4096);
    }
  }
}
