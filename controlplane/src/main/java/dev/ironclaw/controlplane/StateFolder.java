package dev.ironclaw.controlplane;

import dev.ironclaw.contract.ErrorCode;
import dev.ironclaw.contract.IronclawException;
import dev.ironclaw.contract.Sha256;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/// The folder that holds everything durable, locked for one control plane.
final class StateFolder implements AutoCloseable {
  /// A unix socket's path has at most 107 bytes; below the run folder come a letter, a box's or a job's folder of up to 36
  /// and `host.sock`.
  private static final int LONGEST_RUN_FOLDER = 58;

  private final Path folder;
  private final FileChannel channel;
  private final FileLock lock;

  private StateFolder(Path folder, FileChannel channel, FileLock lock) {
    this.folder = folder;
    this.channel = channel;
    this.lock = lock;
  }

  static StateFolder open(Path wanted) {
    try {
      Path folder = makePrivate(real(wanted));
      FileChannel channel = FileChannel.open(folder.resolve("lock"), StandardOpenOption.CREATE,
          StandardOpenOption.WRITE);
      @Nullable
      FileLock lock = tryLock(channel);
      if (lock == null) {
        channel.close();
        throw new IronclawException(ErrorCode.STATE_IN_USE, "open state folder " + folder
            + ": another control plane is using it; stop that one, or give this one another --state-dir");
      }
      return new StateFolder(folder, channel, lock);
    } catch (IOException e) {
      throw new IronclawException(ErrorCode.CONFIGURATION,
          "open state folder " + wanted + ": " + e + "; choose a folder that you own with --state-dir", e);
    }
  }

  /// As [#open], but makes none.
  static StateFolder existing(Path wanted) {
    if (!Files.isDirectory(wanted)) {
      throw new IronclawException(ErrorCode.CONFIGURATION,
          "open state folder " + wanted + ": there is none; name it with --state-dir");
    }
    return open(wanted);
  }

  private static Path real(Path wanted) throws IOException {
    Path absolute = wanted.toAbsolutePath().normalize();
    return Files.exists(absolute) ? absolute.toRealPath() : absolute;
  }

  private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock();
    } catch (java.nio.channels.OverlappingFileLockException e) {
      return null;
    }
  }

  private static Path makePrivate(Path folder) throws IOException {
    if (Files.isSymbolicLink(folder)) {
      throw new IOException(folder + " is a symbolic link");
    }
    if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
      Files.createDirectories(folder);
    }
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
    return folder;
  }

  Path root() {
    return folder;
  }

  Path child(String name) {
    return makePrivate(folder, name);
  }

  /// A folder that only its owner may enter, made where it is missing.
  static Path makePrivate(Path parent, String name) {
    Path wanted = parent.resolve(name);
    try {
      return makePrivate(wanted);
    } catch (IOException e) {
      throw new IronclawException(ErrorCode.CONFIGURATION, "prepare folder " + wanted + ": " + e, e);
    }
  }

  /// Where sockets and bundles go: in the state folder, or, where that path is too long for a unix socket, in a
  /// private folder below the system's run folder that is named after it.
  Path runFolder() {
    Path run = runFolderOf(folder);
    return makePrivate(java.util.Objects.requireNonNull(run.getParent()), run.getFileName().toString());
  }

  /// Where the run folder of this resolved state folder is; makes nothing.
  static Path runFolderOf(Path folder) {
    Path inside = folder.resolve("run");
    if (inside.toString().getBytes(StandardCharsets.UTF_8).length <= LONGEST_RUN_FOLDER) {
      return inside;
    }
    Path base = Files.isWritable(Path.of("/run")) ? Path.of("/run") : Path.of("/tmp");
    return base.resolve("ironclaw-" + hash(folder.toString()));
  }

  private static String hash(String text) {
    return HexFormat.of().formatHex(Sha256.of(text), 0, 6);
  }

  @Override
  public void close() {
    try (channel) {
      lock.release();
    } catch (IOException e) {
      throw new IronclawException(ErrorCode.INTERNAL, "release the lock of " + folder, e);
    }
  }
}
