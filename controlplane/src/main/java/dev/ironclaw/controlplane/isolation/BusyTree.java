package dev.ironclaw.controlplane.isolation;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import org.jspecify.annotations.Nullable;

/// Goes through a folder in which boxes work meanwhile: what is gone when its turn comes is passed over, but not the
/// folder itself.
class BusyTree extends SimpleFileVisitor<Path> {
  private final Path top;

  BusyTree(Path top) {
    this.top = top;
  }

  @Override
  public FileVisitResult visitFileFailed(Path file, IOException e) throws IOException {
    return passed(file, e);
  }

  @Override
  public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException e) throws IOException {
    return e == null ? FileVisitResult.CONTINUE : passed(folder, e);
  }

  private FileVisitResult passed(Path what, IOException e) throws IOException {
    if (e instanceof NoSuchFileException && !what.equals(top)) {
      return FileVisitResult.CONTINUE;
    }
    throw e;
  }
}
