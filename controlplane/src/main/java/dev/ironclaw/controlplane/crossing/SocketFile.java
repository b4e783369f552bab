package dev.ironclaw.controlplane.crossing;

import dev.ironclaw.contract.ErrorCode;
import dev.ironclaw.contract.IronclawException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/// A folder and the socket in it. The folder is what is mounted into the container, so it outlives a restart of the
/// control plane: only the socket in it is made anew.
public record SocketFile(Path folder, Path socket, SocketModes modes) {
  public static final String NAME = "host.sock";

  private static final int MAX_PATH_BYTES = 107;
  private static final Set<PosixFilePermission> PRIVATE = PosixFilePermissions.fromString("rwx------");

  static SocketFile of(Path runFolder, String name, SocketModes modes) {
    Path folder = runFolder.resolve(name);
    Path socket = folder.resolve(NAME);
    int bytes = socket.toString().getBytes(StandardCharsets.UTF_8).length;
    if (bytes > MAX_PATH_BYTES) {
      throw new IronclawException(ErrorCode.CONFIGURATION, "open the socket " + socket + ": its path has " + bytes
          + " bytes and a unix socket's may have " + MAX_PATH_BYTES + "; choose a shorter run folder");
    }
    return new SocketFile(folder, socket, modes);
  }

  /// Makes the run folder private, or refuses one that is not.
  static void prepareRunFolder(Path runFolder) {
    try {
      if (!Files.exists(runFolder, LinkOption.NOFOLLOW_LINKS)) {
        Files.createDirectories(runFolder, PosixFilePermissions.asFileAttribute(PRIVATE));
      }
      if (!Files.isDirectory(runFolder, LinkOption.NOFOLLOW_LINKS)
          || !Files.getPosixFilePermissions(runFolder, LinkOption.NOFOLLOW_LINKS).equals(PRIVATE)) {
        throw new IronclawException(ErrorCode.CONFIGURATION, "use the run folder " + runFolder
            + ": it must be a folder of mode 0700 and no link; mend it with chmod 700");
      }
    } catch (IOException e) {
      throw new IronclawException(ErrorCode.CONFIGURATION, "make the run folder " + runFolder
          + ": choose one that can be written", e);
    }
  }

  /// Binds the socket; nobody else can reach it before its mode is set, because the folder is private until then.
  ServerSocketChannel listen() {
    try {
      if (Files.exists(folder, LinkOption.NOFOLLOW_LINKS)) {
        if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
          throw new IronclawException(ErrorCode.CONFIGURATION, "open the socket " + socket + ": " + folder
              + " is no folder; remove it");
        }
        Files.setPosixFilePermissions(folder, PRIVATE);
        Files.deleteIfExists(socket);
      } else {
        Files.createDirectory(folder, PosixFilePermissions.asFileAttribute(PRIVATE));
      }
      ServerSocketChannel channel = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
      try {
        channel.bind(UnixDomainSocketAddress.of(socket), 64);
        channel.configureBlocking(false);
        Files.setPosixFilePermissions(socket, modes.socket());
        Files.setPosixFilePermissions(folder, modes.folder());
        return channel;
      } catch (IOException e) {
        channel.close();
        throw e;
      }
    } catch (IOException e) {
      throw new IronclawException(ErrorCode.CONFIGURATION, "open the socket " + socket
          + ": the run folder must be writable and on a local file system", e);
    }
  }

  public void deleteSocket() {
    try {
      Files.deleteIfExists(socket);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// The folder too, with all that lies in it.
  public void deleteAll() {
    try {
      deleteFolder(folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Of one level: no guest can write there.
  static void deleteFolder(Path folder) throws IOException {
    if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
      for (Path file : files) {
        Files.deleteIfExists(file);
      }
    }
    Files.deleteIfExists(folder);
  }
}
