package dev.ironclaw.sandbox.tool;

import dev.ironclaw.contract.ErrorCode;
import dev.ironclaw.contract.IronclawException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/// The one folder that file tools see. Every step of a path is opened relative to the one before and follows no link;
/// only regular files up to 1 MiB are read or written. What fails is told in words that the model can act on.
public final class Workspace {
  static final int MAX_FILE_BYTES = 1 << 20;
  private static final int MAX_ENTRIES = 1_000;
  private static final int MAX_DEPTH = 32;

  private final Path root;
  private final boolean mounted;

  /// @param mounted whether the host has put anything there: without a grant there is only an empty folder
  public Workspace(Path root, boolean mounted) {
    this.root = root;
    this.mounted = mounted;
  }

  byte[] read(String tool, String path) {
    return at(tool, path, false, (folder, name) -> {
      BasicFileAttributes attributes = regular(folder, name);
      if (attributes.size() > MAX_FILE_BYTES) {
        throw new IronclawException(ErrorCode.TOO_LARGE, path + " has over 1 MiB");
      }
      return content(folder, name);
    });
  }

  private static byte[] content(SecureDirectoryStream<Path> folder, Path name) throws IOException {
    try (SeekableByteChannel file = folder.newByteChannel(name,
        Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS))) {
      return Channels.newInputStream(file).readNBytes(MAX_FILE_BYTES);
    }
  }

  /// Shows every regular file below a folder, each folder's in the order of their names, until the visitor has enough.
  /// Follows no link, and looks at no more than 20,000 entries.
  ///
  /// @return false where there may be more
  boolean walk(String tool, String path, Visitor visitor) {
    List<Path> steps = steps(path);
    Path start = steps.stream().reduce(Path.of(""), Path::resolve);
    return inside(tool, path, steps, false, folder -> new Walk(visitor).below(folder, start, steps.size()));
  }

  /// Looks at files.
  interface Visitor {
    /// Looks at one file.
    ///
    /// @param path relative to the workspace
    /// @param content reads the file, at most 1 MiB of it
    /// @return false for enough
    boolean visit(Path path, long size, Content content) throws IOException;
  }

  /// Reads a file.
  interface Content {
    byte[] read() throws IOException;
  }

  /// One walk, which comes to an end.
  private static final class Walk {
    private static final int MOST = 20_000;

    private final Visitor visitor;
    private int met;

    Walk(Visitor visitor) {
      this.visitor = visitor;
    }

    boolean below(SecureDirectoryStream<Path> folder, Path at, int depth) throws IOException {
      List<Path> names = new ArrayList<>();
      for (Path entry : folder) {
        if (++met > MOST) {
          break;
        }
        names.add(entry.getFileName());
      }
      names.sort(null);
      for (Path name : names) {
        if (!entry(folder, at, name, depth)) {
          return false;
        }
      }
      return met <= MOST;
    }

    private boolean entry(SecureDirectoryStream<Path> folder, Path at, Path name, int depth) throws IOException {
      try {
        BasicFileAttributes attributes = folder
            .getFileAttributeView(name, BasicFileAttributeView.class, LinkOption.NOFOLLOW_LINKS).readAttributes();
        if (attributes.isDirectory() && depth < MAX_DEPTH) {
          try (SecureDirectoryStream<Path> child = folder.newDirectoryStream(name, LinkOption.NOFOLLOW_LINKS)) {
            return below(child, at.resolve(name), depth + 1);
          }
        }
        return !attributes.isRegularFile()
            || visitor.visit(at.resolve(name), attributes.size(), () -> content(folder, name));
      } catch (FileSystemException gone) {
        // silent-ok: removed or swapped meanwhile; the rest is still looked at
        return true;
      }
    }
  }

  /// Whole or not at all: written beside, then renamed over. Missing folders are made.
  void write(String tool, String path, byte[] content) {
    if (content.length > MAX_FILE_BYTES) {
      throw new IronclawException(ErrorCode.TOO_LARGE, "a file may have at most 1 MiB");
    }
    at(tool, path, true, (folder, name) -> {
      Path beside = Path.of("." + name + ".new");
      try {
        regular(folder, name);
      } catch (NoSuchFileException fresh) {
        // silent-ok: a new file
      }
      deleteIfPresent(folder, beside);
      try (SeekableByteChannel file = folder.newByteChannel(beside,
          Set.of(StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW, LinkOption.NOFOLLOW_LINKS))) {
        ByteBuffer rest = ByteBuffer.wrap(content);
        while (rest.hasRemaining()) {
          file.write(rest);
        }
      }
      folder.move(beside, folder, name);
      return content.length;
    });
  }

  /// One line an entry: its kind, size and name, sorted by name.
  List<String> list(String tool, String path) {
    return inside(tool, path, steps(path), false, folder -> {
      List<String> lines = new ArrayList<>();
      for (Path entry : folder) {
        if (lines.size() == MAX_ENTRIES) {
          lines.add("… and more");
          return lines;
        }
        lines.add(line(folder, entry.getFileName()));
      }
      lines.sort(String::compareTo);
      return lines;
    });
  }

  private static String line(SecureDirectoryStream<Path> folder, Path name) throws IOException {
    BasicFileAttributes attributes = folder
        .getFileAttributeView(name, BasicFileAttributeView.class, LinkOption.NOFOLLOW_LINKS).readAttributes();
    if (attributes.isDirectory()) {
      return name + "/";
    }
    return attributes.isRegularFile() ? name + " (" + attributes.size() + " bytes)" : name + " (not a file)";
  }

  private static BasicFileAttributes regular(SecureDirectoryStream<Path> folder, Path name) throws IOException {
    BasicFileAttributes attributes = folder
        .getFileAttributeView(name, BasicFileAttributeView.class, LinkOption.NOFOLLOW_LINKS).readAttributes();
    if (!attributes.isRegularFile()) {
      throw new IronclawException(ErrorCode.INVALID_REQUEST, name + " is not a regular file");
    }
    return attributes;
  }

  private static void deleteIfPresent(SecureDirectoryStream<Path> folder, Path name) throws IOException {
    try {
      folder.deleteFile(name);
    } catch (NoSuchFileException none) {
      // silent-ok: nothing was left by a write that was cut off
    }
  }

  private <T> T at(String tool, String path, boolean makeFolders, NamedAct<T> act) {
    List<Path> steps = steps(path);
    if (steps.isEmpty()) {
      throw new IronclawException(ErrorCode.INVALID_REQUEST, "\"path\" must name a file");
    }
    Path name = steps.getLast();
    return inside(tool, path, steps.subList(0, steps.size() - 1), makeFolders, folder -> act.on(folder, name));
  }

  // Every folder that is opened goes into the list that the finally closes, which the checker can't see.
  @SuppressWarnings("StreamResourceLeak")
  private <T> T inside(String tool, String path, List<Path> steps, boolean makeFolders, FolderAct<T> act) {
    if (!mounted) {
      throw new IronclawException(ErrorCode.DENIED, root + " is not mounted: the host has not granted " + tool);
    }
    List<SecureDirectoryStream<Path>> open = new ArrayList<>();
    try {
      open.add(secure(Files.newDirectoryStream(root)));
      Path reached = root;
      for (Path step : steps) {
        reached = reached.resolve(step);
        open.add(enter(open.getLast(), step, reached, makeFolders));
      }
      return act.on(open.getLast());
    } catch (IOException failed) {
      throw explained(tool, path, failed);
    } finally {
      open.reversed().forEach(Workspace::close);
    }
  }

  private static SecureDirectoryStream<Path> enter(SecureDirectoryStream<Path> folder, Path step, Path reached,
      boolean make) throws IOException {
    try {
      return folder.newDirectoryStream(step, LinkOption.NOFOLLOW_LINKS);
    } catch (NoSuchFileException missing) {
      if (!make) {
        throw missing;
      }
      makeFolder(reached);
      return folder.newDirectoryStream(step, LinkOption.NOFOLLOW_LINKS);
    }
  }

  /// Java has no `mkdirat`; the folder is entered through its parent's handle right after, without following a link.
  private static void makeFolder(Path folder) throws IOException {
    try {
      Files.createDirectory(folder);
    } catch (FileAlreadyExistsException made) {
      // silent-ok: somebody else made it; entering decides whether it is a folder
    }
  }

  /// A relative path, or one below the workspace; no `..`.
  private List<Path> steps(String path) {
    try {
      Path given = Path.of(path);
      Path relative = given.isAbsolute() ? below(given) : given;
      List<Path> steps = new ArrayList<>();
      for (Path step : relative) {
        String word = step.toString();
        if (word.equals("..")) {
          throw new IronclawException(ErrorCode.DENIED, path + " leaves " + root);
        }
        if (!word.isEmpty() && !word.equals(".")) {
          steps.add(step);
        }
      }
      if (steps.size() > MAX_DEPTH) {
        throw new IronclawException(ErrorCode.INVALID_REQUEST, "\"path\" has over " + MAX_DEPTH + " steps");
      }
      return steps;
    } catch (InvalidPathException noPath) {
      throw new IronclawException(ErrorCode.INVALID_REQUEST, "\"path\" is not a path", noPath);
    }
  }

  private Path below(Path given) {
    if (!given.startsWith(root)) {
      throw new IronclawException(ErrorCode.DENIED, given + " is outside " + root);
    }
    return root.relativize(given);
  }

  private IronclawException explained(String tool, String path, IOException failed) {
    if (isReadOnly(failed)) {
      return new IronclawException(ErrorCode.DENIED, root + " is read-only: the host has not granted " + tool, failed);
    }
    if (failed instanceof AccessDeniedException) {
      return new IronclawException(ErrorCode.DENIED,
          path + " may not be opened: the host has not granted " + tool + " for it", failed);
    }
    if (failed instanceof NoSuchFileException) {
      return new IronclawException(ErrorCode.NOT_FOUND, path + " does not exist", failed);
    }
    return new IronclawException(ErrorCode.INVALID_REQUEST,
        path + " can't be opened: a part of it is a link, no folder, or the disk is full", failed);
  }

  /// EROFS has no exception of its own below a folder's handle.
  private static boolean isReadOnly(IOException failed) {
    return failed instanceof FileSystemException system && system.getReason() != null
        && system.getReason().toLowerCase(Locale.ROOT).contains("read-only");
  }

  private static SecureDirectoryStream<Path> secure(DirectoryStream<Path> stream) throws IOException {
    if (stream instanceof SecureDirectoryStream<Path> secure) {
      return secure;
    }
    stream.close();
    throw new IOException("this system has no folder handles");
  }

  private static void close(DirectoryStream<Path> folder) {
    try {
      folder.close();
    } catch (IOException alreadyClosed) {
      // silent-ok: read-only handles hold nothing back
    }
  }

  /// Work in an open folder.
  private interface FolderAct<T> {
    T on(SecureDirectoryStream<Path> folder) throws IOException;
  }

  /// Work on one entry of an open folder.
  private interface NamedAct<T> {
    T on(SecureDirectoryStream<Path> folder, Path name) throws IOException;
  }
}
