package dev.ironclaw.controlplane.project;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/// Removes a folder that a job has left, with all that lies in it, links as links. Folders in it are moved up right below it
/// before they are emptied, so that no depth comes to the end of the stack or of the open files, and what a crash leaves lies
/// in the folder itself: the same again removes it.
final class TreeRemoval {
  private static final String PREFIX = ".gone-";
  private static final Set<PosixFilePermission> OPEN = PosixFilePermissions.fromString("rwx------");

  private final OpenFolder parent;
  private final Runnable before;
  private final Deque<Path> left = new ArrayDeque<>();
  private int moved;

  private TreeRemoval(OpenFolder parent, Runnable before) {
    this.parent = parent;
    this.before = before;
  }

  /// Does nothing where there is none. No job may have it any more.
  ///
  /// @param parent a folder of the host alone
  static void of(Path parent, Path name) throws IOException {
    of(parent, name, () -> {});
  }

  /// @param before runs before each step: tests crash there
  static void of(Path parent, Path name, Runnable before) throws IOException {
    try (OpenFolder open = OpenFolder.of(parent)) {
      new TreeRemoval(open, before).remove(name);
    }
  }

  private void remove(Path name) throws IOException {
    Optional<BasicFileAttributes> there = parent.find(name);
    if (there.isEmpty()) {
      return;
    }
    before.run();
    if (!there.get().isDirectory()) {
      parent.handle().deleteFile(name);
      return;
    }
    open(parent, name);
    try (OpenFolder top = parent.below(name)) {
      empty(top, top);
      while (!left.isEmpty()) {
        Path next = left.remove();
        open(top, next);
        try (OpenFolder folder = top.below(next)) {
          empty(folder, top);
        }
        before.run();
        top.handle().deleteDirectory(next);
      }
    }
    before.run();
    parent.handle().deleteDirectory(name);
  }

  private void empty(OpenFolder folder, OpenFolder top) throws IOException {
    for (Path child : names(folder)) {
      boolean isFolder = folder.attributes(child).isDirectory();
      if (isFolder && folder == top) {
        left.add(child);
        continue;
      }
      before.run();
      if (isFolder) {
        // A folder that its owner may not write in can't be moved.
        open(folder, child);
        Path free = free(top);
        folder.handle().move(child, top.handle(), free);
        left.add(free);
      } else {
        folder.handle().deleteFile(child);
      }
    }
  }

  /// What a removal that was killed has left is a name that is taken.
  private Path free(OpenFolder top) throws IOException {
    Path name;
    do {
      moved++;
      name = Path.of(PREFIX + moved);
    } while (top.find(name).isPresent());
    return name;
  }

  private static List<Path> names(OpenFolder folder) throws IOException {
    List<Path> names = new ArrayList<>();
    try {
      for (Path entry : folder.handle()) {
        names.add(entry.getFileName());
      }
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
    return names;
  }

  /// A job may have taken the rights on its own folders away.
  private static void open(OpenFolder folder, Path name) throws IOException {
    PosixFileAttributes there = folder.posix(name);
    if (there.permissions().containsAll(OPEN)) {
      return;
    }
    try (OpenFolder own = folder.below(name)) {
      own.posixView().setPermissions(OPEN);
    } catch (AccessDeniedException e) {
      // Only root opens what nobody may read, and without that Java changes rights by the path alone.
      Path path = folder.shown().resolve(name.toString());
      requireSame(there, path, e);
      Files.setPosixFilePermissions(path, OPEN);
      requireSame(there, path, e);
    }
  }

  private static void requireSame(PosixFileAttributes there, Path path, IOException before) throws IOException {
    BasicFileAttributes now = Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    if (!now.isDirectory() || !Objects.equals(now.fileKey(), there.fileKey())) {
      throw new IOException(path + " was swapped for something else while it was removed", before);
    }
  }
}
