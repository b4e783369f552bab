package dev.ironclaw.controlplane.atrest;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Set;

/// Reads the agents' workspaces while hostile agents write there: each step is taken from an open folder and follows no
/// link, so that nobody can lead it elsewhere. Only regular files are taken.
final class WorkspaceFiles {
  private static final int MAX_DEPTH = 64;

  private WorkspaceFiles() {}

  /// Takes one file; its stream is closed by the caller.
  interface Sink {
    void put(String name, InputStream content) throws IOException;
  }

  /// Reads every plain file below the folder.
  ///
  /// @return how many things were left out: links, sockets, devices, names that an archive can't hold
  static int read(Path folder, String name, Sink sink) throws IOException {
    if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
      return 0;
    }
    try (DirectoryStream<Path> stream = Files.newDirectoryStream(folder)) {
      if (stream instanceof SecureDirectoryStream<Path> secure) {
        return read(secure, name, sink, 0);
      }
      throw new IOException("this system can't read " + folder + " without following links");
    }
  }

  private static int read(SecureDirectoryStream<Path> folder, String name, Sink sink, int depth) throws IOException {
    int left = 0;
    for (Path entry : folder) {
      Path child = entry.getFileName();
      String path = name + "/" + child;
      try {
        BasicFileAttributes attributes = folder
            .getFileAttributeView(child, BasicFileAttributeView.class, LinkOption.NOFOLLOW_LINKS).readAttributes();
        if (!Archive.isName(path) || depth > MAX_DEPTH) {
          left++;
        } else if (attributes.isDirectory()) {
          try (SecureDirectoryStream<Path> below = folder.newDirectoryStream(child, LinkOption.NOFOLLOW_LINKS)) {
            left += read(below, path, sink, depth + 1);
          }
        } else if (attributes.isRegularFile()) {
          try (InputStream content = Channels.newInputStream(
              folder.newByteChannel(child, Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS)))) {
            sink.put(path, content);
          }
        } else {
          left++;
        }
      } catch (NoSuchFileException e) {
        // silent-ok: the agent removed it meanwhile
        left++;
      }
    }
    return left;
  }
}
