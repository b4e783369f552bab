package dev.ironclaw.canary;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Stream;

/// Looks for several secrets at once, in each of their disguises, in anything that has bytes.
final class CanarySearch {
  private static final int PIECE = 1 << 20;
  private static final int LEAST = 12;

  // Never compared: the bytes are.
  @SuppressWarnings("ArrayRecordComponent")
  private record Pattern(String name, byte[] bytes) {}

  private final Map<Integer, List<Pattern>> byHead = new HashMap<>();
  private final boolean[] isHead = new boolean[1 << 16];
  private int longest;

  /// @param secrets by the names under which they are told
  CanarySearch(Map<String, byte[]> secrets) {
    secrets.forEach((name, secret) -> {
      for (byte[] form : Disguises.of(secret)) {
        if (form.length < LEAST) {
          throw new IllegalArgumentException(name + " is too short to be told from chance");
        }
        byHead.computeIfAbsent(head(form, 0), _ -> new ArrayList<>()).add(new Pattern(name, form));
        isHead[hash(head(form, 0))] = true;
        longest = Math.max(longest, form.length);
      }
    });
  }

  static CanarySearch ofTexts(Map<String, String> secrets) {
    Map<String, byte[]> bytes = new TreeMap<>();
    secrets.forEach((name, secret) -> bytes.put(name, secret.getBytes(StandardCharsets.UTF_8)));
    return new CanarySearch(bytes);
  }

  private static int head(byte[] bytes, int at) {
    return ((bytes[at] & 0xff) << 24) | ((bytes[at + 1] & 0xff) << 16) | ((bytes[at + 2] & 0xff) << 8)
        | (bytes[at + 3] & 0xff);
  }

  private static int hash(int head) {
    return (head * 0x9e3779b1) >>> 16;
  }

  /// The names of those that are in there.
  Set<String> in(byte[] data) {
    return in(data, data.length);
  }

  Set<String> in(byte[] data, int length) {
    Set<String> found = new TreeSet<>();
    plainly(data, length, found);
    byte[] unescaped = Unescaped.of(data, length);
    plainly(unescaped, unescaped.length, found);
    return found;
  }

  private void plainly(byte[] data, int length, Set<String> found) {
    int head = 0;
    for (int end = 1; end <= length; end++) {
      head = (head << 8) | (data[end - 1] & 0xff);
      int i = end - 4;
      if (i >= 0 && isHead[hash(head)]) {
        for (Pattern pattern : byHead.getOrDefault(head, List.of())) {
          if (isAt(pattern.bytes(), data, i, length)) {
            found.add(pattern.name());
          }
        }
      }
    }
  }

  private static boolean isAt(byte[] form, byte[] data, int at, int length) {
    if (at + form.length > length) {
      return false;
    }
    for (int i = 4; i < form.length; i++) {
      if (data[at + i] != form[i]) {
        return false;
      }
    }
    return true;
  }

  Set<String> in(String text) {
    return in(text.getBytes(StandardCharsets.UTF_8));
  }

  /// Reads to the end, a piece at a time; what lies across two pieces is found too.
  Set<String> in(InputStream stream) throws IOException {
    Set<String> found = new TreeSet<>();
    // Six bytes for one are the longest escape.
    int overlap = 6 * longest;
    byte[] piece = new byte[PIECE + overlap];
    int kept = 0;
    for (int read = stream.readNBytes(piece, kept, PIECE); read > 0; read = stream.readNBytes(piece, kept, PIECE)) {
      int length = kept + read;
      if (!isEmpty(piece, length)) {
        found.addAll(in(piece, length));
      }
      kept = Math.min(overlap, length);
      System.arraycopy(piece, length - kept, piece, 0, kept);
    }
    return found;
  }

  private static boolean isEmpty(byte[] piece, int length) {
    for (int i = 0; i < length; i++) {
      if (piece[i] != 0) {
        return false;
      }
    }
    return true;
  }

  /// Every regular file below, its name too.
  ///
  /// @return where what was found
  Map<String, Set<String>> below(Path folder, Predicate<Path> looked) throws IOException {
    Map<String, Set<String>> found = new TreeMap<>();
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(looked).toList()) {
        Set<String> here = in(file.toString());
        if (Files.isRegularFile(file)) {
          try (InputStream content = Files.newInputStream(file)) {
            here.addAll(in(content));
          }
        }
        if (!here.isEmpty()) {
          found.put(file.toString(), here);
        }
      }
    }
    return found;
  }
}
