package dev.ironclaw.controlplane.box;

import dev.ironclaw.contract.BoxId;
import dev.ironclaw.contract.ErrorCode;
import dev.ironclaw.contract.IronclawException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/// One box's folder and the socket in it. The folder is what is mounted into the box, so it outlives a restart of the
/// control plane: only the socket in it is made anew.
record SocketFile(Path folder, Path socket, SocketModes modes) {
  static final String NAME = "host.sock";

  private static final int MAX_PATH_BYTES = 107;
  private static final Set<PosixFilePermission> PRIVATE = PosixFilePermissions.fromString("rwx------");

  static SocketFile of(Path runFolder, BoxId box, SocketModes modes) {
    Path folder = runFolder.resolve(box.value());
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

  void deleteSocket() {
    try {
      Files.deleteIfExists(socket);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void deleteAll() {
    deleteSocket();
    try {
      Files.deleteIfExists(folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
