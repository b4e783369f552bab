package dev.ironclaw.controlplane.isolation;

import dev.ironclaw.contract.ErrorCode;
import dev.ironclaw.contract.IronclawException;
import dev.ironclaw.contract.Sha256;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Every file of a root filesystem as the build wrote it, one line each: `SHA-256 MODE PATH`, the mode octal, the path
/// relative. The manifest's own digest is pinned in `image.json`, which names the digest that the audit log states.
///
/// @param files what must be there, by relative path
record RootfsManifest(Map<String, Entry> files) {
  private static final int CHUNK = 1 << 20;

  /// @param mode octal, such as `755`
  record Entry(String sha256, String mode) {}

  RootfsManifest {
    files = Map.copyOf(files);
  }

  /// Refuses a manifest that is not the pinned one.
  static RootfsManifest load(Path file, String pinned) {
    try {
      byte[] bytes = Files.readAllBytes(file);
      String found = "sha256:" + Sha256.hex(bytes);
      if (!found.equals(pinned)) {
        throw RootfsImage.refused(file, "its digest is " + found + " but image.json pins " + pinned
            + "; build the image again");
      }
      Map<String, Entry> files = new HashMap<>();
      for (String line : new String(bytes, StandardCharsets.UTF_8).lines().toList()) {
        String[] words = line.split(" ", 3);
        if (words.length != 3) {
          throw RootfsImage.refused(file, "a line is not SHA-256, mode and path");
        }
        files.put(words[2], new Entry(words[0], words[1]));
      }
      return new RootfsManifest(files);
    } catch (IOException e) {
      throw new IronclawException(ErrorCode.CONFIGURATION,
          "load image: " + file + " can't be read; build the image again", e);
    }
  }

  /// Compares content, mode and number of all files. Folders may be more or fewer: an empty one does nothing.
  void verify(Path rootfs) {
    List<Path> found;
    try (Stream<Path> all = Files.walk(rootfs)) {
      found = all.filter(path -> !Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)).toList();
    } catch (IOException | java.io.UncheckedIOException e) {
      throw new IronclawException(ErrorCode.CONFIGURATION, "load image: " + rootfs + " can't be listed", e);
    }
    Set<String> missing = new TreeSet<>(files.keySet());
    missing.removeAll(found.stream().map(path -> rootfs.relativize(path).toString()).collect(Collectors.toSet()));
    if (!missing.isEmpty()) {
      throw RootfsImage.refused(rootfs, "/" + missing.iterator().next() + " is missing; build the image again");
    }
    found.parallelStream().forEach(path -> verify(path, rootfs.relativize(path).toString()));
  }

  private void verify(Path file, String name) {
    Entry expected = files.get(name);
    if (expected == null || !Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
      throw RootfsImage.refused(file, "the build wrote no such file; build the image again");
    }
    try {
      int mode = (Integer) Objects.requireNonNull(
          Files.getAttribute(file, "unix:mode", LinkOption.NOFOLLOW_LINKS)) & 07777;
      if (!Integer.toOctalString(mode).equals(expected.mode())) {
        throw RootfsImage.refused(file, "its mode is " + Integer.toOctalString(mode) + ", but the build wrote it as "
            + expected.mode() + "; build the image again");
      }
      if (!digest(file).equals(expected.sha256())) {
        throw RootfsImage.refused(file, "its content is not what the build wrote; build the image again");
      }
    } catch (IOException e) {
      throw new IronclawException(ErrorCode.CONFIGURATION, "load image: " + file + " can't be read", e);
    }
  }

  private static String digest(Path file) throws IOException {
    MessageDigest digest = Sha256.digest();
    try (FileChannel channel = FileChannel.open(file)) {
      ByteBuffer chunk = ByteBuffer.allocate((int) Math.min(CHUNK, channel.size() + 1));
      while (channel.read(chunk) >= 0) {
        digest.update(chunk.flip());
        chunk.clear();
      }
    }
    return HexFormat.of().formatHex(digest.digest());
  }
}
