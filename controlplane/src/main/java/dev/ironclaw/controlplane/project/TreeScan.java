package dev.ironclaw.controlplane.project;

import dev.ironclaw.contract.ErrorCode;
import dev.ironclaw.contract.IronclawException;
import dev.ironclaw.contract.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// Looks through a tree of files, from open folder to open folder, following no link, while a hostile job may write there. A
/// tree that is larger than its limits is refused whole.
final class TreeScan {
  private static final int CHUNK = 1 << 16;

  private final TreeLimits limits;
  private final Visitor visitor;
  private final SortedMap<String, TreeEntry> found = new TreeMap<>();
  private long bytes;
  private long chars;

  private TreeScan(TreeLimits limits, Visitor visitor) {
    this.limits = limits;
    this.visitor = visitor;
  }

  /// Gets what is met, before its mark is known. What it throws ends the scan.
  interface Visitor {
    /// A visitor of nothing.
    Visitor NONE = new Visitor() {
    };

    /// A folder, before what lies in it.
    default void folder(String path) throws IOException {}

    /// A symbolic link.
    ///
    /// @return whether it counts
    default boolean link(String path, String target) throws IOException {
      return true;
    }

    /// A piece of the file at this path; the first comes with `begins`, also of an empty one.
    default void piece(String path, byte[] buffer, int length, boolean begins, boolean program) throws IOException {}
  }

  /// @return by path, with `/` between the names
  /// @throws IronclawException `TOO_LARGE`
  static SortedMap<String, TreeEntry> of(Path top, TreeLimits limits, Visitor visitor) throws IOException {
    TreeScan scan = new TreeScan(limits, visitor);
    try (OpenFolder open = OpenFolder.of(top)) {
      scan.folder(open, "", 0);
    }
    return scan.found;
  }

  private void folder(OpenFolder folder, String prefix, int depth) throws IOException {
    try {
      for (Path entry : folder.handle()) {
        Path name = entry.getFileName();
        String path = prefix + name;
        if (depth >= limits.depth() || found.size() >= limits.entries()) {
          throw tooLarge(folder, limits.words());
        }
        hold(folder, path);
        take(folder, name, path, depth);
      }
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
  }

  private void take(OpenFolder folder, Path name, String path, int depth) throws IOException {
    Optional<BasicFileAttributes> there = folder.find(name);
    if (there.isEmpty()) {
      return;
    }
    BasicFileAttributes attributes = there.get();
    if (attributes.isSymbolicLink()) {
      // By its path: whoever swaps a folder meanwhile shows another link's text, and nothing is followed.
      String target = Files.readSymbolicLink(folder.shown().resolve(name)).toString();
      hold(folder, target);
      if (visitor.link(path, target)) {
        found.put(path, new TreeEntry(TreeEntry.Kind.LINK, 0, target, false));
      }
    } else if (attributes.isDirectory()) {
      found.put(path, TreeEntry.FOLDER);
      visitor.folder(path);
      try (OpenFolder below = folder.below(name)) {
        folder(below, path + "/", depth + 1);
      }
    } else if (attributes.isRegularFile()) {
      file(folder, name, path, attributes.size());
    } else {
      found.put(path, TreeEntry.OTHER);
    }
  }

  private void hold(OpenFolder folder, String text) {
    chars += text.length();
    if (chars > limits.chars()) {
      throw tooLarge(folder, limits.words());
    }
  }

  private void file(OpenFolder folder, Path name, String path, long size) throws IOException {
    if (size > limits.bytes() - bytes) {
      throw tooLarge(folder, limits.words());
    }
    boolean program = folder.posix(name).permissions().contains(PosixFilePermission.OWNER_EXECUTE);
    Optional<SeekableByteChannel> opened = folder.open(name);
    if (opened.isEmpty()) {
      found.put(path, TreeEntry.OTHER);
      return;
    }
    try (SeekableByteChannel channel = opened.get()) {
      content(path, channel, size, program);
    }
  }

  /// As far as it was long: whoever goes on writing keeps nobody from coming to an end.
  private void content(String path, SeekableByteChannel channel, long size, boolean program) throws IOException {
    MessageDigest digest = Sha256.digest();
    byte[] buffer = new byte[CHUNK];
    InputStream in = Channels.newInputStream(channel);
    long read = 0;
    boolean begins = true;
    while (begins || read < size) {
      int most = (int) Math.min(buffer.length, size - read);
      int length = most == 0 ? 0 : Math.max(0, in.read(buffer, 0, most));
      digest.update(buffer, 0, length);
      visitor.piece(path, buffer, length, begins, program);
      begins = false;
      read += length;
      if (length == 0) {
        break;
      }
    }
    bytes += read;
    found.put(path,
        new TreeEntry(TreeEntry.Kind.FILE, read, HexFormat.of().formatHex(digest.digest()), program));
  }

  private static IronclawException tooLarge(OpenFolder folder, String words) {
    return new IronclawException(ErrorCode.TOO_LARGE, "review " + folder.shown() + ": it holds more than " + words
        + "; let the job work without a review, or in a smaller project");
  }
}
