package dev.ironclaw.controlplane.project;

import dev.ironclaw.contract.ErrorCode;
import dev.ironclaw.contract.IronclawException;
import dev.ironclaw.contract.VisibleText;
import dev.ironclaw.controlplane.atrest.PlainFile;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// Lists and reads what a job left, while a hostile job may still write there.
final class FolderFiles {
  static final int MAX_ENTRIES = 2_000;
  static final int MAX_BYTES = 8 << 20;

  private final PlainFile reader = new PlainFile();

  /// @param top nobody but the host can replace it
  FileList list(Path top, JobPath path) {
    List<OpenFolder> open = new ArrayList<>();
    try {
      open.add(OpenFolder.of(top));
      for (String step : path.steps()) {
        open.add(open.getLast().below(Path.of(step)));
      }
      return entries(open.getLast(), path);
    } catch (IOException e) {
      throw refusal(path, e);
    } finally {
      open.reversed().forEach(FolderFiles::close);
    }
  }

  /// A regular file with one name, whole.
  byte[] read(Path top, JobPath path) {
    if (path.steps().isEmpty()) {
      throw new IronclawException(ErrorCode.INVALID_REQUEST, "the path names a folder; name a file in it");
    }
    return reader.read(top, path.relative(), MAX_BYTES);
  }

  private static FileList entries(OpenFolder folder, JobPath path) throws IOException {
    List<FileEntry> found = new ArrayList<>();
    boolean more = false;
    try {
      for (Path entry : folder.handle()) {
        if (found.size() == MAX_ENTRIES) {
          more = true;
          break;
        }
        Path name = entry.getFileName();
        Optional<BasicFileAttributes> attributes = folder.find(name);
        attributes.ifPresent(there -> found.add(entry(name.toString(), path, there)));
      }
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
    found
        .sort(Comparator.comparing((FileEntry entry) -> !entry.kind().equals("folder")).thenComparing(FileEntry::name));
    return new FileList(path.shown(), found, more);
  }

  private static FileEntry entry(String name, JobPath path, BasicFileAttributes there) {
    String kind = there.isRegularFile()
        ? "file"
        : there.isDirectory() ? "folder" : there.isSymbolicLink() ? "link" : "other";
    return new FileEntry(name, path.shown(name), kind, there.isRegularFile() ? there.size() : 0,
        there.lastModifiedTime().toInstant());
  }

  private static IronclawException refusal(JobPath path, IOException e) {
    String shown = "path " + VisibleText.brief(path.shown());
    return switch (e) {
      case NoSuchFileException _ -> new IronclawException(ErrorCode.NOT_FOUND, shown + " does not exist", e);
      case NotDirectoryException _ -> new IronclawException(ErrorCode.INVALID_REQUEST,
          shown + " is not a folder; read it instead of listing it", e);
      case OpenFolder.LinkInPath _ -> new IronclawException(ErrorCode.DENIED,
          shown + ": a part of it is a symbolic link, and links are not followed", e);
      default -> new IronclawException(ErrorCode.DENIED, shown + " can't be opened", e);
    };
  }

  private static void close(OpenFolder folder) {
    try {
      folder.close();
    } catch (IOException e) {
      // silent-ok: nothing was written through it
    }
  }
}
