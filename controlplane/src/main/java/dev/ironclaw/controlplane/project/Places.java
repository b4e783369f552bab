package dev.ironclaw.controlplane.project;

import dev.ironclaw.contract.Sha256;
import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/// Single places in a tree, each reached from open folder to open folder.
final class Places {
  private Places() {}

  /// The open folders down to one.
  static final class Walk implements Closeable {
    private final List<OpenFolder> open = new ArrayList<>();

    OpenFolder last() {
      return open.getLast();
    }

    @Override
    public void close() throws IOException {
      for (OpenFolder folder : open.reversed()) {
        folder.close();
      }
    }
  }

  static List<String> names(String path) {
    return List.of(path.split("/"));
  }

  // The walk closes what it opened, and whoever calls this closes the walk.
  @SuppressWarnings("StreamResourceLeak")
  static Walk walk(Path top, List<String> names) throws IOException {
    Walk walk = new Walk();
    try {
      walk.open.add(OpenFolder.of(top));
      for (String name : names) {
        walk.open.add(walk.last().below(Path.of(name)));
      }
      return walk;
    } catch (IOException e) {
      walk.close();
      throw e;
    }
  }

  /// What is there now.
  static Optional<TreeEntry> entry(Path top, String path) throws IOException {
    List<String> names = names(path);
    Path name = Path.of(names.getLast());
    try (Walk walk = walk(top, names.subList(0, names.size() - 1))) {
      Optional<BasicFileAttributes> there = walk.last().find(name);
      if (there.isEmpty()) {
        return Optional.empty();
      }
      if (there.get().isDirectory()) {
        return Optional.of(TreeEntry.FOLDER);
      }
      if (!there.get().isRegularFile()) {
        return Optional.of(TreeEntry.OTHER);
      }
      boolean program = walk.last().posix(name).permissions().contains(PosixFilePermission.OWNER_EXECUTE);
      try (SeekableByteChannel file = walk.last().open(name).orElseThrow(() -> new NoSuchFileException(path))) {
        MessageDigest digest = Sha256.digest();
        long bytes = digest(file, digest, there.get().size());
        return Optional
            .of(new TreeEntry(TreeEntry.Kind.FILE, bytes, HexFormat.of().formatHex(digest.digest()), program));
      }
    } catch (NoSuchFileException e) {
      // silent-ok: that is the answer
      return Optional.empty();
    } catch (NotDirectoryException | OpenFolder.LinkInPath e) {
      // silent-ok: that is the answer
      return Optional.of(TreeEntry.OTHER);
    }
  }

  private static long digest(SeekableByteChannel file, MessageDigest digest, long size) throws IOException {
    byte[] buffer = new byte[1 << 16];
    long read = 0;
    var in = Channels.newInputStream(file);
    while (read < size) {
      int length = in.read(buffer, 0, (int) Math.min(buffer.length, size - read));
      if (length < 0) {
        break;
      }
      digest.update(buffer, 0, length);
      read += length;
    }
    return read;
  }

  /// Why a step can't be done where this is now.
  static Optional<String> conflict(Delta.Step step, Optional<TreeEntry> now) {
    if (now.equals(step.before()) || now.equals(step.after())) {
      return Optional.empty();
    }
    return Optional.of(now.isEmpty()
        ? "was removed there"
        : step.before().isEmpty() ? "is there now too" : "is another one there");
  }
}
