package dev.ironclaw.controlplane.isolation;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFileAttributes;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;

/// An image's folder as one tar, always the same bytes for the same folder: an engine names a layer by their digest, so
/// that what it holds can be compared with what we have.
final class RootfsTar {
  /// A runtime gives what is mounted on a folder the rights of the folder: memory, and a new volume.
  private static final Set<String> MOUNTED_ON = Set.of("tmp", "workspace");
  private static final int OPEN_TO_ALL = 01777;

  private RootfsTar() {}

  /// Sorted by path, owned by root, with one time for all.
  static void write(Path rootfs, OutputStream out) throws IOException {
    TarArchiveOutputStream tar = new TarArchiveOutputStream(out, "UTF-8");
    tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
    tar.setBigNumberMode(TarArchiveOutputStream.BIGNUMBER_POSIX);
    for (Path path : sorted(rootfs)) {
      add(tar, rootfs, path);
    }
    tar.finish();
    tar.flush();
  }

  private static List<Path> sorted(Path rootfs) throws IOException {
    try (Stream<Path> all = Files.walk(rootfs)) {
      return all.filter(path -> !path.equals(rootfs)).sorted((a, b) -> a.toString().compareTo(b.toString())).toList();
    }
  }

  private static void add(TarArchiveOutputStream tar, Path rootfs, Path path) throws IOException {
    BasicFileAttributes found = Files.readAttributes(path, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    String name = rootfs.relativize(path).toString();
    TarArchiveEntry entry = found.isSymbolicLink()
        ? new TarArchiveEntry(name, TarConstants.LF_SYMLINK)
        : new TarArchiveEntry(found.isDirectory() ? name + "/" : name);
    if (found.isSymbolicLink()) {
      entry.setLinkName(Files.readSymbolicLink(path).toString());
    } else {
      int mode = (Integer) Files.getAttribute(path, "unix:mode", LinkOption.NOFOLLOW_LINKS) & 07777;
      entry.setMode(MOUNTED_ON.contains(name) ? OPEN_TO_ALL : mode);
    }
    entry.setModTime(java.nio.file.attribute.FileTime.from(Instant.EPOCH));
    entry.setIds(0, 0);
    if (found.isRegularFile()) {
      entry.setSize(found.size());
    }
    tar.putArchiveEntry(entry);
    if (found.isRegularFile()) {
      Files.copy(path, tar);
    }
    tar.closeArchiveEntry();
  }
}
