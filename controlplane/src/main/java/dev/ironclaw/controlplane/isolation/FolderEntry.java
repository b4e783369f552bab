package dev.ironclaw.controlplane.isolation;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/// One thing in a mounted folder, as it is now; a link is itself and not what it leads to.
///
/// @param mode of stat(2), with the type
/// @param size in bytes; 0 for what is no file
record FolderEntry(int mode, int links, long size) {
  private static final int TYPE = 0170000;
  private static final int FILE = 0100000;
  private static final int FOLDER = 0040000;

  static FolderEntry of(Path path) throws IOException {
    Map<String, Object> found = Files.readAttributes(path, "unix:mode,nlink,size", LinkOption.NOFOLLOW_LINKS);
    int mode = (Integer) found.getOrDefault("mode", 0);
    return new FolderEntry(mode, (Integer) found.getOrDefault("nlink", 1),
        (mode & TYPE) == FILE ? (Long) found.getOrDefault("size", 0L) : 0);
  }

  boolean isFile() {
    return (mode & TYPE) == FILE;
  }

  boolean isFolder() {
    return (mode & TYPE) == FOLDER;
  }

  /// Why it may not lie in a mount.
  Optional<String> offence() {
    return switch (mode & TYPE) {
      case 0140000 -> Optional.of("it is a socket");
      case 0010000 -> Optional.of("it is a FIFO");
      case 0020000, 0060000 -> Optional.of("it is a device");
      case FILE -> links > 1 ? Optional.of("it has " + links + " hard links") : Optional.empty();
      default -> Optional.empty();
    };
  }
}
