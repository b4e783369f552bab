package dev.ironclaw.sandbox.worker;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.function.Predicate;
import java.util.regex.PatternSyntaxException;

/// The regular files below a folder, without what version control keeps for itself; follows no link, and looks at no more
/// than 200,000 entries.
final class FileTree {
  private static final int MOST = 200_000;

  private FileTree() {}

  /// Looks at files.
  interface Visitor {
    /// Looks at one.
    ///
    /// @return false for enough
    boolean visit(Path file, BasicFileAttributes attributes) throws IOException;
  }

  /// Shows every file to the visitor until it has enough.
  ///
  /// @return false where not everything was seen
  static boolean walk(Path folder, Visitor visitor) throws IOException {
    Walk walk = new Walk(visitor);
    Files.walkFileTree(folder, walk);
    return walk.whole;
  }

  /// Paths relative to the folder that is searched: a pattern without a slash is for the name alone.
  static Predicate<Path> matching(String glob) {
    PathMatcher whole = matcher(glob);
    if (!glob.contains("/")) {
      return path -> path.getFileName() != null && whole.matches(path.getFileName());
    }
    if (glob.startsWith("**/")) {
      PathMatcher atTheTop = matcher(glob.substring(3));
      return path -> whole.matches(path) || atTheTop.matches(path);
    }
    return whole::matches;
  }

  private static PathMatcher matcher(String glob) {
    try {
      return FileSystems.getDefault().getPathMatcher("glob:" + glob);
    } catch (PatternSyntaxException wrong) {
      throw Places.wrong("\"" + glob + "\" is no pattern: " + wrong.getDescription());
    }
  }

  /// One walk.
  private static final class Walk extends SimpleFileVisitor<Path> {
    private final Visitor visitor;
    private int met;
    private boolean whole = true;

    Walk(Visitor visitor) {
      this.visitor = visitor;
    }

    @Override
    public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
      return folder.endsWith(".git") ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
      whole = ++met <= MOST && (!attributes.isRegularFile() || visitor.visit(file, attributes));
      return whole ? FileVisitResult.CONTINUE : FileVisitResult.TERMINATE;
    }

    @Override
    public FileVisitResult visitFileFailed(Path file, IOException unreadable) throws IOException {
      if (met == 0 && !Files.exists(file)) {
        throw unreadable; // The folder itself.
      }
      return FileVisitResult.CONTINUE;
    }
  }
}
