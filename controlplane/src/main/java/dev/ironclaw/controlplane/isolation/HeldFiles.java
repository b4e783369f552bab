package dev.ironclaw.controlplane.isolation;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/// Files without a name that a box's processes hold open for writing: deleted ones take their space on, and no folder
/// shows them.
///
/// Source: proc(5), `/proc/<pid>/fd` and `fdinfo`; open(2) for the flags.
public final class HeldFiles {
  private static final int ACCESS = 03;
  private static final int PATH_ONLY = 010000000;

  private final Path proc;
  private final Supplier<List<Integer>> pids;

  public HeldFiles(Path proc, Supplier<List<Integer>> pids) {
    this.proc = proc;
    this.pids = pids;
  }

  /// How long all of them on the folder's device are.
  public long bytes(Path folder) {
    long device = FolderIdentity.of(folder).device();
    Map<Long, Long> sizes = new HashMap<>();
    for (int pid : pids.get()) {
      Path process = proc.resolve(Integer.toString(pid));
      try (DirectoryStream<Path> open = Files.newDirectoryStream(process.resolve("fd"))) {
        for (Path descriptor : open) {
          examine(process, descriptor, device, sizes);
        }
      } catch (IOException e) {
        // silent-ok: the process has ended, and holds nothing
      }
    }
    return sizes.values().stream().mapToLong(Long::longValue).sum();
  }

  private static void examine(Path process, Path descriptor, long device, Map<Long, Long> sizes) {
    try {
      Map<String, Object> found = Files.readAttributes(descriptor, "unix:dev,ino,nlink,size,isRegularFile");
      if (Boolean.TRUE.equals(found.get("isRegularFile")) && Integer.valueOf(0).equals(found.get("nlink"))
          && Long.valueOf(device).equals(found.get("dev")) && isForWriting(process, descriptor)) {
        sizes.put((Long) found.getOrDefault("ino", 0L), (Long) found.getOrDefault("size", 0L));
      }
    } catch (IOException e) {
      // silent-ok: it was closed while we looked
    }
  }

  private static boolean isForWriting(Path process, Path descriptor) throws IOException {
    String info = Files.readString(process.resolve("fdinfo").resolve(descriptor.getFileName().toString()),
        StandardCharsets.ISO_8859_1);
    int flags = info.lines().filter(line -> line.startsWith("flags:")).findFirst()
        .map(line -> Integer.parseInt(line.substring(6).strip(), 8)).orElse(ACCESS);
    return (flags & ACCESS) != 0 && (flags & PATH_ONLY) == 0;
  }
}
