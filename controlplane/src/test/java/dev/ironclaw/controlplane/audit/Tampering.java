package dev.ironclaw.controlplane.audit;

import dev.ironclaw.contract.audit.AuditFormat;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;

/// One change of a log by somebody without its key. Works on copies; knows which line is the first that is not what was
/// written, by comparing lines and nothing else.
final class Tampering {
  private final Random random;
  /// The log as it was written.
  private final Map<String, byte[]> real;
  /// Another log of the same form.
  private final Map<String, byte[]> stranger;
  /// Earlier states of the same log, each a whole folder.
  private final List<Map<String, byte[]>> earlier;

  Tampering(long seed, Map<String, byte[]> real, Map<String, byte[]> stranger, List<Map<String, byte[]>> earlier) {
    this.random = new Random(seed);
    this.real = real;
    this.stranger = stranger;
    this.earlier = earlier;
  }

  enum Kind {
    EDIT, INSERT, DROP, DUPLICATE, REORDER, CUT_TAIL, SPLICE, SWAP_SEGMENTS, DROP_SEGMENT, OLD_CHECKPOINT, FORGED_CHECKPOINT, EDIT_HEAD, OLD_HEAD, CUT_WITH_OLD_HEAD, EDIT_KEY, REWIND
  }

  /// What was done.
  ///
  /// @param files the folder after it
  /// @param firstBad seq of the first line that is not what was written; 0 where no line is wrong
  record Done(Kind kind, Map<String, byte[]> files, long firstBad) {}

  Done next() {
    Kind kind = Kind.values()[random.nextInt(Kind.values().length)];
    Map<String, byte[]> files = new TreeMap<>(real);
    List<String> segments = real.keySet().stream().filter(AuditFormat::isSegment).toList();
    String name = segments.get(random.nextInt(segments.size()));
    List<String> lines = lines(of(files, name));
    int at = random.nextInt(lines.size());
    switch (kind) {
      case EDIT -> edit(files, name);
      case EDIT_HEAD -> edit(files, AuditFormat.HEAD_FILE);
      case EDIT_KEY -> edit(files, AuditFormat.PUBLIC_KEY_FILE);
      case INSERT -> lines.add(at, lines.get(random.nextInt(lines.size())).replace("\"v\":2", "\"v\":3"));
      case DROP -> lines.remove(at);
      case DUPLICATE -> lines.add(at, lines.get(at));
      case REORDER -> Collections.swap(lines, at, (at + 1 + random.nextInt(lines.size() - 1)) % lines.size());
      case CUT_TAIL -> {
        name = segments.getLast();
        lines = lines(of(files, name));
        lines = new ArrayList<>(lines.subList(0, random.nextInt(lines.size())));
      }
      case SPLICE -> lines.set(at, lines(of(stranger, AuditFormat.segment(1))).get(random.nextInt(20)));
      case SWAP_SEGMENTS -> {
        String other = segments.get((segments.indexOf(name) + 1) % segments.size());
        files.put(name, of(real, other));
        files.put(other, of(real, name));
      }
      case DROP_SEGMENT -> files.remove(name);
      case OLD_CHECKPOINT -> {
        List<String> checkpoints = segments.stream().flatMap(segment -> lines(of(real, segment)).stream())
            .filter(line -> line.contains("\"sig\"")).toList();
        String old = checkpoints.get(random.nextInt(checkpoints.size() - 1));
        lines.set(lines.size() - 1, lines.getLast().equals(old) ? checkpoints.getLast() : old);
      }
      case FORGED_CHECKPOINT -> {
        at = lines.size() - 1;
        String forged = lines(of(stranger, AuditFormat.segment(1))).getLast();
        lines.set(at, lines.get(at).replaceFirst("\"sig\".*", forged.substring(forged.indexOf("\"sig\""))));
      }
      case OLD_HEAD -> files.put(AuditFormat.HEAD_FILE, of(anEarlierState(), AuditFormat.HEAD_FILE));
      case CUT_WITH_OLD_HEAD -> {
        files.clear();
        files.putAll(earlier.getFirst());
        files.put(AuditFormat.HEAD_FILE, of(stranger, AuditFormat.HEAD_FILE));
      }
      case REWIND -> {
        files.clear();
        files.putAll(anEarlierState());
      }
    }
    boolean byLine = switch (kind) {
      case INSERT, DROP, DUPLICATE, REORDER, CUT_TAIL, SPLICE, OLD_CHECKPOINT, FORGED_CHECKPOINT -> true;
      case EDIT, SWAP_SEGMENTS, DROP_SEGMENT, EDIT_HEAD, OLD_HEAD, CUT_WITH_OLD_HEAD, EDIT_KEY, REWIND -> false;
    };
    if (byLine) {
      files.put(name, bytes(lines));
    }
    return new Done(kind, files, kind == Kind.REWIND ? 0 : firstDifference(files));
  }

  private Map<String, byte[]> anEarlierState() {
    return earlier.get(random.nextInt(earlier.size()));
  }

  private void edit(Map<String, byte[]> files, String name) {
    byte[] bytes = of(files, name).clone();
    bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
    files.put(name, bytes);
  }

  /// By the position of lines in the real log: each file holds what its name says, or from its start on it does not.
  private long firstDifference(Map<String, byte[]> files) {
    for (String segment : real.keySet().stream().filter(AuditFormat::isSegment).toList()) {
      byte[] was = of(real, segment);
      byte[] is = files.getOrDefault(segment, new byte[0]);
      long seq = AuditFormat.firstSeq(segment);
      for (int i = 0; i < was.length; i++) {
        if (i >= is.length || was[i] != is[i]) {
          return seq;
        }
        seq += was[i] == '\n' ? 1 : 0;
      }
      if (is.length > was.length) {
        return seq;
      }
    }
    return 0;
  }

  private static byte[] of(Map<String, byte[]> files, String name) {
    return Objects.requireNonNull(files.get(name));
  }

  private static List<String> lines(byte[] content) {
    return new ArrayList<>(new String(content, StandardCharsets.ISO_8859_1).lines().toList());
  }

  private static byte[] bytes(List<String> lines) {
    return (lines.isEmpty() ? "" : String.join("\n", lines) + "\n").getBytes(StandardCharsets.ISO_8859_1);
  }

  /// Puts the files there, and nothing else.
  static void write(Path folder, Map<String, byte[]> files) throws IOException {
    try (var old = Files.list(folder)) {
      for (Path file : old.toList()) {
        Files.delete(file);
      }
    }
    for (Map.Entry<String, byte[]> file : files.entrySet()) {
      Files.write(folder.resolve(file.getKey()), file.getValue());
    }
  }

  /// The log's files in this folder.
  static Map<String, byte[]> read(Path folder) throws IOException {
    Map<String, byte[]> files = new TreeMap<>();
    try (var all = Files.list(folder)) {
      for (Path file : all.toList()) {
        String name = String.valueOf(file.getFileName());
        if (AuditFormat.isSegment(name) || name.equals(AuditFormat.HEAD_FILE)
            || name.equals(AuditFormat.PUBLIC_KEY_FILE)) {
          files.put(name, Files.readAllBytes(file));
        }
      }
    }
    return files;
  }
}
