package dev.ironclaw.client;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/// Files and folders of a face that only their owner may open.
public final class PrivateFiles {
  private static final boolean POSIX = FileSystems.getDefault().supportedFileAttributeViews().contains("posix");

  private PrivateFiles() {}

  /// Makes the folder 0700, also where it exists; its missing parents are made so too.
  ///
  /// @throws IOException also where it is a link, or somebody else's
  public static void folder(Path folder) throws IOException {
    Files.createDirectories(folder, attributes("rwx------"));
    if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
      throw new IOException(folder + " is not a folder; remove it");
    }
    restrict(folder, "rwx------");
  }

  /// The same for the folder that the file lies in or is to lie in.
  public static void folderOf(Path file) throws IOException {
    Path folder = file.toAbsolutePath().getParent();
    if (folder != null) {
      folder(folder);
    }
  }

  /// Makes an empty file.
  ///
  /// @throws java.nio.file.FileAlreadyExistsException where something is there already
  public static void create(Path file) throws IOException {
    Files.createFile(file, attributes("rw-------"));
  }

  /// Sets 0600 on a file that exists.
  public static void restrict(Path file) throws IOException {
    restrict(file, "rw-------");
  }

  private static void restrict(Path path, String permissions) throws IOException {
    if (POSIX) {
      Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(permissions));
    }
  }

  /// Replaces the file: a crash leaves the old content or the new one.
  public static void replace(Path file, byte[] content) throws IOException {
    Path next = file.resolveSibling(file.getFileName() + ".new");
    Files.deleteIfExists(next);
    create(next);
    try (FileChannel channel = FileChannel.open(next, StandardOpenOption.WRITE)) {
      ByteBuffer buffer = ByteBuffer.wrap(content);
      while (buffer.hasRemaining()) {
        channel.write(buffer);
      }
      channel.force(true);
    }
    Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  private static FileAttribute<?>[] attributes(String permissions) {
    return POSIX
        ? new FileAttribute<?>[]{PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))}
        : Set.<FileAttribute<?>>of().toArray(new FileAttribute<?>[0]);
  }
}
