package dev.ironclaw.controlplane.project;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Makes a copy of a tree that is being scanned, in a folder of the host that nobody else reaches yet. Links are copied as
/// they are where they point below themselves; in a container they lead nowhere else than there.
final class TreeCopy implements TreeScan.Visitor, Closeable {
  private final Path top;
  private final Optional<UserPrincipal> owner;
  private @Nullable WritableByteChannel open;

  /// @param owner whom all of it is given to
  TreeCopy(Path top, Optional<UserPrincipal> owner) {
    this.top = top;
    this.owner = owner;
  }

  @Override
  public void folder(String path) throws IOException {
    Path folder = top.resolve(path);
    Files.createDirectory(folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    give(folder);
  }

  @Override
  public boolean link(String path, String target) throws IOException {
    try {
      Path to = Path.of(target);
      Path link = top.resolve(path);
      if (to.isAbsolute() || !link.resolveSibling(to).normalize().startsWith(top)) {
        return false;
      }
      Files.createSymbolicLink(link, to);
      give(link);
      return true;
    } catch (InvalidPathException e) {
      throw new IOException(path + " is a link that can't be copied", e);
    }
  }

  @Override
  public void piece(String path, byte[] buffer, int length, boolean begins, boolean program) throws IOException {
    if (begins) {
      close();
      Path file = top.resolve(path);
      open = Files.newByteChannel(file, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(program ? "rwx------" : "rw-------")));
      give(file);
    }
    WritableByteChannel channel = open;
    if (channel != null) {
      ByteBuffer rest = ByteBuffer.wrap(buffer, 0, length);
      while (rest.hasRemaining()) {
        channel.write(rest);
      }
    }
  }

  private void give(Path made) throws IOException {
    if (owner.isPresent()) {
      Files.setAttribute(made, "posix:owner", owner.get(), LinkOption.NOFOLLOW_LINKS);
    }
  }

  @Override
  public void close() throws IOException {
    WritableByteChannel channel = open;
    open = null;
    if (channel != null) {
      channel.close();
    }
  }
}
