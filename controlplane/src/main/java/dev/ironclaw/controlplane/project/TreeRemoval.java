package dev.ironclaw.controlplane.project;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/// Removes a folder that a job has left, with all that lies in it, links as links. Folders in it are moved up before they are
/// emptied, so that no depth comes to the end of the stack or of the open files.
final class TreeRemoval {
  private static final String PREFIX = ".gone-";

  private final Path parent;
  private final OpenFolder top;
  private final Deque<Path> left = new ArrayDeque<>();
  private int moved;

  private TreeRemoval(Path parent, OpenFolder top) {
    this.parent = parent;
    this.top = top;
  }

  /// Does nothing where there is none. No job may have it any more.
  ///
  /// @param parent a folder of the host alone
  static void of(Path parent, Path name) throws IOException {
    try (OpenFolder top = OpenFolder.of(parent)) {
      new TreeRemoval(parent, top).remove(name);
    }
  }

  private void remove(Path name) throws IOException {
    Optional<BasicFileAttributes> there = top.find(name);
    if (there.isEmpty()) {
      return;
    }
    if (!there.get().isDirectory()) {
      top.handle().deleteFile(name);
      return;
    }
    left.add(name);
    while (!left.isEmpty()) {
      Path next = left.remove();
      empty(next);
      top.handle().deleteDirectory(next);
    }
  }

  private void empty(Path name) throws IOException {
    open(parent.resolve(name.toString()));
    try (OpenFolder folder = top.below(name)) {
      for (Path child : names(folder)) {
        if (folder.attributes(child).isDirectory()) {
          open(parent.resolve(name.toString()).resolve(child.toString()));
          Path free = free();
          folder.handle().move(child, top.handle(), free);
          left.add(free);
        } else {
          folder.handle().deleteFile(child);
        }
      }
    }
  }

  /// What a removal that was killed has left is a name that is taken.
  private Path free() throws IOException {
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
  private static void open(Path folder) throws IOException {
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
  }
}
