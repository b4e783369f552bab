package dev.ironclaw.controlplane.jobimage;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Set;

/// Where in an image something lies: relative to its root, without `.` or `..`, and below `usr` for the folders that are
/// links there.
final class LayerPath {
  /// Debian has merged them into `usr`; packages still name them.
  static final List<String> MERGED = List.of("bin", "lib", "lib32", "lib64", "libx32", "sbin");
  private static final Set<String> TO_USR = Set.copyOf(MERGED);
  private static final int LONGEST = 4096;

  private LayerPath() {}

  /// The place that an archive's name stands for; empty for the root itself. Fails for a name that leaves the root.
  static String of(String name) {
    if (name.length() > LONGEST || name.chars().anyMatch(letter -> letter < ' ' || letter == 0x7f)) {
      throw new IllegalArgumentException("a name is too long or holds control characters");
    }
    Deque<String> parts = new ArrayDeque<>();
    for (String part : name.split("/", -1)) {
      if (part.equals("..")) {
        throw new IllegalArgumentException("the name " + name + " leaves the image");
      }
      if (!part.isEmpty() && !part.equals(".")) {
        parts.add(part);
      }
    }
    if (parts.size() > 1 && TO_USR.contains(parts.getFirst())) {
      parts.addFirst("usr");
    }
    return String.join("/", parts);
  }

  /// Fails for a link whose target is outside of the image.
  static void checkLink(String path, String target) {
    Deque<String> at = new ArrayDeque<>();
    if (!target.startsWith("/")) {
      at.addAll(List.of(path.split("/", -1)));
      at.removeLast();
    }
    for (String part : target.split("/", -1)) {
      if (part.equals("..")) {
        if (at.isEmpty()) {
          throw new IllegalArgumentException("the link " + path + " leads out of the image: " + target);
        }
        at.removeLast();
      } else if (!part.isEmpty() && !part.equals(".")) {
        at.add(part);
      }
    }
    if (target.isEmpty() || target.length() > LONGEST) {
      throw new IllegalArgumentException("the link " + path + " leads nowhere");
    }
  }

  static String parent(String path) {
    int slash = path.lastIndexOf('/');
    return slash < 0 ? "" : path.substring(0, slash);
  }
}
