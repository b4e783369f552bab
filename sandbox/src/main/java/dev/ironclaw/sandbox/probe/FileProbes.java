package dev.ironclaw.sandbox.probe;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// Looks for files that are not the box's own, and for places to write where it has no business.
final class FileProbes {
  private static final List<String> KERNEL_MEMORY = List.of("/proc/kcore", "/proc/kallsyms", "/proc/iomem");

  private FileProbes() {}

  static List<Finding> run(Target target) {
    List<Finding> findings = new ArrayList<>();
    findings.add(foreign(target.foreign()));
    for (String folder : List.of("/", "/etc", "/ironclaw", "/ironclaw/lib", "/run", "/dev")) {
      findings.add(create("write-" + (folder.equals("/") ? "root" : folder.substring(1).replace('/', '-')),
          Path.of(folder)));
    }
    findings.add(create("write-socket-folder", target.socketFolder()));
    return findings;
  }

  /// What a kernel shows of itself in files. gVisor's has nothing there, whatever it is told.
  static List<Finding> kernel() {
    return List.of(Attempt.of("kernel-setting", "write /proc/sys/kernel/hostname", () -> {
      Path setting = Path.of("/proc/sys/kernel/hostname");
      Files.write(setting, Files.readAllBytes(setting), StandardOpenOption.WRITE);
      return "written";
    }), Attempt.of("kernel-memory", "read " + KERNEL_MEMORY, () -> {
      for (String file : KERNEL_MEMORY) {
        if (Files.isReadable(Path.of(file))) {
          try (InputStream in = Files.newInputStream(Path.of(file))) {
            return file + ": " + firstByte(in);
          }
        }
      }
      throw new IOException("none can be read");
    }), Attempt.of("firmware", "list /sys/firmware", () -> {
      try (DirectoryStream<Path> entries = Files.newDirectoryStream(Path.of("/sys/firmware"))) {
        return entries.iterator().next().toString();
      }
    }));
  }

  private static String firstByte(InputStream in) throws IOException {
    int first = in.read();
    if (first < 0) {
      throw new IOException("it is empty");
    }
    return "first byte " + first;
  }

  private static Finding foreign(List<Path> paths) {
    List<Path> seen = paths.stream().filter(Files::exists).toList();
    return new Finding("foreign-sessions", seen.isEmpty(), "of " + paths.size() + " paths of others seen: " + seen);
  }

  private static Finding create(String probe, Path folder) {
    return Attempt.of(probe, "create a file in " + folder, () -> {
      Path file = folder.resolve(".ironclaw-probe-" + ProcessHandle.current().pid());
      Files.newByteChannel(file, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)).close();
      Files.delete(file);
      return "created";
    });
  }
}
