package dev.ironclaw.controlplane.project;

import dev.ironclaw.controlplane.atrest.PatientOpening;
import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.time.Duration;
import java.util.Optional;

/// A folder that is open: whatever becomes of its path meanwhile, this is the one that was opened. Each step below is taken
/// from it, and follows no link.
///
/// Threading: one thread.
final class OpenFolder implements Closeable {
  private static final Duration PATIENCE = Duration.ofSeconds(2);

  private final SecureDirectoryStream<Path> handle;
  /// As people know it; nothing is opened by it.
  private final Path shown;
  private boolean stuck;

  private OpenFolder(SecureDirectoryStream<Path> handle, Path shown) {
    this.handle = handle;
    this.shown = shown;
  }

  /// @param top nobody but the host can replace it
  // Whoever calls it closes what it gives.
  @SuppressWarnings("StreamResourceLeak")
  static OpenFolder of(Path top) throws IOException {
    DirectoryStream<Path> stream = Files.newDirectoryStream(top);
    if (stream instanceof SecureDirectoryStream<Path> secure) {
      return new OpenFolder(secure, top);
    }
    stream.close();
    throw new IOException("this system can't open " + top + " without following links");
  }

  /// One step down.
  ///
  /// @throws LinkInPath where it is a link
  /// @throws NotDirectoryException where it is no folder
  OpenFolder below(Path name) throws IOException {
    BasicFileAttributes found = attributes(name);
    Path whole = shown.resolve(name.toString());
    if (found.isSymbolicLink()) {
      throw new LinkInPath(whole);
    }
    if (!found.isDirectory()) {
      throw new NotDirectoryException(whole.toString());
    }
    // What it is now is asked again by the system: a link that came meanwhile is not followed.
    return new OpenFolder(handle.newDirectoryStream(name, LinkOption.NOFOLLOW_LINKS), whole);
  }

  BasicFileAttributes attributes(Path name) throws IOException {
    return handle.getFileAttributeView(name, BasicFileAttributeView.class, LinkOption.NOFOLLOW_LINKS).readAttributes();
  }

  Optional<BasicFileAttributes> find(Path name) throws IOException {
    try {
      return Optional.of(attributes(name));
    } catch (NoSuchFileException e) {
      // silent-ok: that is the answer
      return Optional.empty();
    }
  }

  PosixFileAttributes posix(Path name) throws IOException {
    return posixView(name).readAttributes();
  }

  PosixFileAttributeView posixView(Path name) {
    return handle.getFileAttributeView(name, PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS);
  }

  /// Its own.
  PosixFileAttributeView posixView() {
    return handle.getFileAttributeView(PosixFileAttributeView.class);
  }

  /// For one walk over what lies in it, and for what only the system's own handle can do.
  SecureDirectoryStream<Path> handle() {
    return handle;
  }

  Path shown() {
    return shown;
  }

  /// Opens a file for reading, if it still is one.
  ///
  /// @return empty for a pipe that had a writer
  /// @throws PatientOpening.Hangs for one that had none
  Optional<SeekableByteChannel> open(Path name) throws IOException {
    try {
      return PatientOpening.open(handle, name, PATIENCE);
    } catch (PatientOpening.Hangs e) {
      stuck = true;
      throw e;
    }
  }

  @Override
  public void close() throws IOException {
    if (stuck) {
      // Closing waits for the open that hangs, which may be for ever.
      Thread.ofVirtual().start(this::closeLater);
    } else {
      handle.close();
    }
  }

  private void closeLater() {
    try {
      handle.close();
    } catch (IOException e) {
      // silent-ok: nothing was written through it
    }
  }

  /// A part of a path is a symbolic link.
  static final class LinkInPath extends IOException {
    private static final long serialVersionUID = 1L;

    LinkInPath(Path path) {
      super(path + " is a symbolic link");
    }
  }
}
