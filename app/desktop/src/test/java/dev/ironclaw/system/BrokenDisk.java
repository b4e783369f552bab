package dev.ironclaw.system;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// A small real disk that can be filled, and one that the kernel makes read-only under the feet of who writes. Needs root,
/// for it mounts.
final class BrokenDisk implements AutoCloseable {
  private final Path mount;
  private final Path filler;

  private BrokenDisk(Path mount) {
    this.mount = mount;
    this.filler = mount.resolve("filler");
  }

  /// In memory.
  static BrokenDisk small(Path mount, int megabytes) throws IOException {
    assumeTrue(isRoot(), "a file system is mounted by root alone; run the tests as root");
    Files.createDirectories(mount);
    run("mount", "-t", "tmpfs", "-o", "mode=700,size=" + megabytes + "m", "tmpfs", mount.toString());
    return new BrokenDisk(mount);
  }

  /// An ext4 in a file, which [#turnReadOnly] works on.
  static BrokenDisk ext4(Path mount, int megabytes) throws IOException {
    assumeTrue(isRoot(), "a file system is mounted by root alone; run the tests as root");
    Files.createDirectories(mount);
    Path image = Path.of(mount + ".img");
    run("truncate", "-s", megabytes + "M", image.toString());
    run("mkfs.ext4", "-q", "-F", image.toString());
    run("mount", "-o", "loop", image.toString(), mount.toString());
    return new BrokenDisk(mount);
  }

  private static boolean isRoot() {
    return "root".equals(System.getProperty("user.name"));
  }

  Path folder() {
    return mount;
  }

  /// To the last byte.
  void fill() throws IOException {
    byte[] block = new byte[4096];
    try (OutputStream out = Files.newOutputStream(filler)) {
      while (true) {
        out.write(block);
      }
    } catch (IOException full) {
      if (!String.valueOf(full.getMessage()).contains("No space")) {
        throw full;
      }
    }
  }

  void makeRoom() throws IOException {
    Files.delete(filler);
  }

  /// As after a fault of the disk itself: every write fails, also to files that are open. Only mounting it anew ends that.
  void turnReadOnly() throws IOException {
    run("mount", "-o", "remount,abort", mount.toString());
  }

  /// As after a restart of the machine.
  void mountAgain() throws IOException {
    run("umount", mount.toString());
    run("mount", "-o", "loop", mount + ".img", mount.toString());
  }

  private static void run(String... command) throws IOException {
    Process process = new ProcessBuilder(List.of(command)).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    try {
      if (process.waitFor() != 0) {
        throw new IOException(String.join(" ", command) + ": " + said);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
  }

  /// Ends what a failed test left on it, for a busy disk can't be unmounted, and who deletes the test's folder would wait
  /// for ever on a box's pipe there.
  @Override
  public void close() throws IOException {
    Leftovers.boxProcesses(mount).stream().flatMap(pid -> ProcessHandle.of(pid).stream()).forEach(left -> {
      left.destroyForcibly();
      left.onExit().completeOnTimeout(left, 10, TimeUnit.SECONDS).join();
    });
    run("umount", mount.toString());
  }
}
