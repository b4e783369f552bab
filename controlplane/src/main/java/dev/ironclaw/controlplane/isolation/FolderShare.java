package dev.ironclaw.controlplane.isolation;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// How many folders may be watched. Linux gives each user so many watches, which boxes, jobs and every other program of that
/// user share: whoever makes folders without end must reach its own share before anybody else misses one.
///
/// Source: inotify(7), `/proc/sys/fs/inotify/max_user_watches`.
///
/// @param one below one mounted folder
/// @param all below all of them
public record FolderShare(int one, int all) {
  private static final Path WATCHES = Path.of("/proc/sys/fs/inotify/max_user_watches");
  private static final int MOST_OF_A_BOX = 8_192;
  /// A project with its packages has more folders than the workspace of an agent.
  private static final int MOST_OF_A_JOB = 65_536;

  /// A quarter of the watches, and a quarter of that for one workspace.
  public static FolderShare ofBoxes() {
    return ofBoxes(watches());
  }

  static FolderShare ofBoxes(int watches) {
    return new FolderShare(Math.min(MOST_OF_A_BOX, watches / 16), watches / 4);
  }

  /// Half of the watches, and a quarter of that for one project.
  public static FolderShare ofJobs() {
    return ofJobs(watches());
  }

  static FolderShare ofJobs(int watches) {
    return new FolderShare(Math.min(MOST_OF_A_JOB, watches / 8), watches / 2);
  }

  /// As many as a large machine has where the system has no such limit.
  private static int watches() {
    // In one go: the kernel gives a second read of such a file nothing, and Files.readString begins with a single byte.
    try (BufferedReader file = Files.newBufferedReader(WATCHES)) {
      return Integer.parseInt(String.valueOf(file.readLine()));
    } catch (IOException | NumberFormatException e) {
      // silent-ok: not Linux; what is above our own limits is told there too
      return 1 << 20;
    }
  }
}
