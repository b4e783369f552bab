package dev.ironclaw.contract.audit;

import dev.ironclaw.contract.audit.AuditVerdict.Broken;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;

/// Checks an audit log without any secret: every hash, the chain, the signature of the last line, and the head.
///
/// It finds any changed byte in any of the three files, and any line that was removed, added, doubled or moved; a tail
/// that was cut (the head is ahead of the file); another public key. It can't find that file and head were put back
/// together as they were at an earlier time, or that the holder of the signing key wrote another log: for that give an
/// [AuditExpectation].
///
/// The control plane may write meanwhile: an unended last line is then reported as broken; verify again.
public final class AuditVerifier {
  /// Which signatures to check. The last one covers the others, for each hash covers the signature before it; checking
  /// each is slower by a factor of about a hundred and finds no more.
  public enum Signatures {
    LAST, EACH
  }

  /// A control plane at work moves the head while the log is read.
  private static final int TRIES = 5;

  private AuditVerifier() {}

  /// Verifies the log in this folder with the signature of its last line.
  public static AuditVerdict verify(Path folder) throws IOException {
    return verify(folder, Signatures.LAST);
  }

  /// Verifies the log in this folder.
  ///
  /// @throws IOException where a file exists and can't be read
  public static AuditVerdict verify(Path folder, Signatures signatures) throws IOException {
    return verify(folder, signatures, AuditExpectation.NONE);
  }

  /// Verifies the log in this folder, and that it is the one that is known from elsewhere.
  ///
  /// @throws IOException where a file exists and can't be read
  public static AuditVerdict verify(Path folder, Signatures signatures, AuditExpectation expected)
      throws IOException {
    Path headFile = folder.resolve(AuditFormat.HEAD_FILE);
    int tries = 0;
    while (true) {
      byte[] before = Files.isRegularFile(headFile) ? small(headFile) : new byte[0];
      AuditVerdict verdict = once(folder, signatures, expected);
      boolean moving = verdict instanceof AuditVerdict.Uncovered && !Arrays.equals(before, small(headFile));
      if (!moving || ++tries == TRIES) {
        return verdict;
      }
    }
  }

  private static AuditVerdict once(Path folder, Signatures signatures, AuditExpectation expected) throws IOException {
    for (String name : new String[]{AuditFormat.PUBLIC_KEY_FILE, AuditFormat.HEAD_FILE, AuditFormat.LOG_FILE}) {
      if (!Files.isRegularFile(folder.resolve(name))) {
        return new Broken(name, 0, "the file is missing", "a file", "nothing");
      }
    }
    AuditKey key;
    LineParser.Head head;
    try {
      key = AuditKey.parse(small(folder.resolve(AuditFormat.PUBLIC_KEY_FILE)));
    } catch (LineParser.Malformed e) {
      return new Broken(AuditFormat.PUBLIC_KEY_FILE, 0, "not a public key", "its one form", e.getMessage());
    }
    Optional<String> unknown = expected.keys().stream().filter(known -> !known.equals(key.fingerprint())).findFirst();
    if (unknown.isPresent()) {
      return new Broken(AuditFormat.PUBLIC_KEY_FILE, 0, "the log is signed with another key than the known one",
          "key " + unknown.get(), "key " + key.fingerprint());
    }
    try {
      // Before the log: what is appended meanwhile may be ahead of the head, never behind it.
      head = new LineParser().head(small(folder.resolve(AuditFormat.HEAD_FILE)));
    } catch (LineParser.Malformed e) {
      return new Broken(AuditFormat.HEAD_FILE, 0, "not a head", "its one form", e.getMessage());
    }
    try (InputStream log = Files.newInputStream(folder.resolve(AuditFormat.LOG_FILE))) {
      ChainCheck chain = new ChainCheck(key, head, signatures, expected);
      Optional<Broken> broken = new LineSplitter(log).forEach(chain);
      return broken.isPresent() ? broken.get() : chain.end();
    }
  }

  private static byte[] small(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      return in.readNBytes(4096);
    }
  }
}
