package dev.ironclaw.sandbox.boxclient;

import dev.ironclaw.contract.box.BoxApi;
import dev.ironclaw.contract.box.BoxPosture;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Measures the box from inside it. What can't be read is said as unknown (`?` or -1), never as safe.
public final class Posture {
  private static final int MAX_PROC_BYTES = 64 * 1024;
  private static final String UNKNOWN = "?";

  private final List<String> status;

  private Posture(List<String> status) {
    this.status = status;
  }

  public static BoxPosture measure() {
    return new Posture(lines("/proc/self/status")).read();
  }

  private BoxPosture read() {
    return new BoxPosture(kernel(), interfaces(), id("Uid:"), id("Gid:"),
        List.of(field("CapInh:"), field("CapPrm:"), field("CapEff:"), field("CapBnd:"), field("CapAmb:")),
        mode("NoNewPrivs:"), mode("Seccomp:"), rootReadOnly(), memory(), limit("Max processes"),
        limit("Max open files"), Runtime.getRuntime().availableProcessors(), mounts());
  }

  /// What the box's kernel says of the workspace and of what lies in `/mnt`.
  private static List<String> mounts() {
    List<String> mounts = new ArrayList<>();
    for (String line : lines("/proc/self/mounts")) {
      List<String> words = words(line);
      if (words.size() > 3
          && (words.get(1).equals(BoxApi.WORKSPACE) || words.get(1).startsWith(BoxApi.MOUNTS + "/"))) {
        mounts.add(words.get(1) + (words.get(3).startsWith("ro") ? " read-only" : " writable"));
      }
    }
    mounts.sort(String::compareTo);
    return mounts;
  }

  private static String kernel() {
    List<String> version = lines("/proc/version");
    return version.isEmpty() ? UNKNOWN : version.getFirst().substring(0, Math.min(120, version.getFirst().length()));
  }

  private static List<String> interfaces() {
    List<String> lines = lines("/proc/net/dev");
    if (lines.isEmpty()) {
      return List.of(UNKNOWN);
    }
    List<String> names = new ArrayList<>();
    for (String line : lines) {
      int colon = line.indexOf(':');
      if (colon > 0) {
        names.add(line.substring(0, colon).strip());
      }
    }
    return names;
  }

  /// The effective one: the second column.
  private int id(String name) {
    List<String> words = words(field(name));
    return words.size() < 2 ? -1 : (int) number(words.get(1));
  }

  /// -1 where the kernel does not report it.
  private int mode(String name) {
    String mode = field(name);
    return mode.equals(UNKNOWN) ? -1 : (int) number(mode);
  }

  private String field(String name) {
    for (String line : status) {
      if (line.startsWith(name)) {
        return line.substring(name.length()).strip();
      }
    }
    return UNKNOWN;
  }

  private static boolean rootReadOnly() {
    Path probe = Path.of("/.ironclaw-" + ProcessHandle.current().pid());
    try {
      Files.newByteChannel(probe, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE).close();
      Files.delete(probe);
      return false;
    } catch (IOException refused) {
      return true;
    }
  }

  /// The smaller of what the machine and a control group in sight say.
  private static long memory() {
    long memory = -1;
    for (String line : lines("/proc/meminfo")) {
      if (line.startsWith("MemTotal:")) {
        memory = number(words(line).get(1)) * 1024;
      }
    }
    for (String file : List.of("/sys/fs/cgroup/memory.max", "/sys/fs/cgroup/memory/memory.limit_in_bytes")) {
      Optional<String> limit = lines(file).stream().findFirst();
      if (limit.isPresent() && number(limit.get()) > 0) {
        memory = memory < 0 ? number(limit.get()) : Math.min(memory, number(limit.get()));
      }
    }
    return memory;
  }

  /// -1 for unlimited, -2 where the kernel does not report it.
  private static long limit(String name) {
    for (String line : lines("/proc/self/limits")) {
      if (line.startsWith(name)) {
        List<String> words = words(line.substring(name.length()));
        return words.isEmpty() ? -2 : number(words.getFirst());
      }
    }
    return -2;
  }

  private static List<String> words(String line) {
    List<String> words = new ArrayList<>();
    int start = -1;
    for (int i = 0; i <= line.length(); i++) {
      boolean blank = i == line.length() || Character.isWhitespace(line.charAt(i));
      if (blank && start >= 0) {
        words.add(line.substring(start, i));
        start = -1;
      } else if (!blank && start < 0) {
        start = i;
      }
    }
    return words;
  }

  /// -1 for `unlimited`, `max` and whatever else is no number.
  private static long number(String word) {
    try {
      return Long.parseLong(word);
    } catch (NumberFormatException notANumber) {
      return -1;
    }
  }

  private static List<String> lines(String file) {
    try (InputStream in = Files.newInputStream(Path.of(file))) {
      return new String(in.readNBytes(MAX_PROC_BYTES), StandardCharsets.UTF_8).lines().toList();
    } catch (IOException unreadable) {
      return List.of();
    }
  }
}
