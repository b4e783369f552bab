package dev.ironclaw.controlplane.jobbox;

import dev.ironclaw.contract.IronclawException;
import dev.ironclaw.controlplane.isolation.FolderIdentity;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/// Which folders a running container really has, as the kernel says: `/proc/<pid>/root` of its first process, and with
/// gVisor of the process beside it that opens files for it.
///
/// Source: proc_pid_mountinfo(5), proc_pid_root(5).
final class MountedFolders {
  private final Path proc;

  MountedFolders(Path proc) {
    this.proc = proc;
  }

  /// What was seen.
  ///
  /// @param replaced folders that it has and should not have
  /// @param unseen places where nobody can see what it has: its process has ended, or its engine runs on another machine, or
  ///        this user may not look
  record Seen(List<String> replaced, List<String> unseen) {
    List<String> wrong() {
      return Stream.concat(replaced.stream(), unseen.stream()).toList();
    }
  }

  /// Whether these are the folders that the container has.
  ///
  /// @param pid of its first process
  Seen look(int pid, List<BoundFolder> planned) {
    Map<String, Set<FolderIdentity>> found = new HashMap<>();
    for (int each : around(pid)) {
      planned.forEach(folder -> found.computeIfAbsent(folder.target(), _ -> new HashSet<>())
          .addAll(seen(each, folder.target())));
    }
    Seen result = new Seen(new ArrayList<>(), new ArrayList<>());
    for (BoundFolder folder : planned) {
      Set<FolderIdentity> there = found.getOrDefault(folder.target(), Set.of());
      if (there.isEmpty()) {
        result.unseen().add("nobody can see from here which folder it has at " + folder.target()
            + ": its engine runs on another machine, or does not let this user look");
      } else if (!there.equals(Set.of(folder.identity()))) {
        result.replaced()
            .add("it has another folder at " + folder.target() + " than " + folder.path() + ", which was replaced");
      }
    }
    return result;
  }

  /// The first process, and what its starter started beside it.
  static List<Integer> around(int pid) {
    List<Integer> all = new ArrayList<>(List.of(pid));
    long starter = ProcessHandle.of(pid).flatMap(ProcessHandle::parent).map(ProcessHandle::pid).orElse(1L);
    if (starter > 1) {
      ProcessHandle.of(starter).ifPresent(parent -> parent.children().map(child -> (int) child.pid())
          .filter(child -> child != pid).forEach(all::add));
    }
    return all;
  }

  private Set<FolderIdentity> seen(int pid, String target) {
    Path process = proc.resolve(Integer.toString(pid));
    try {
      if (Files.isSameFile(process.resolve("root"), Path.of("/"))
          || Files.readString(process.resolve("mountinfo"), StandardCharsets.UTF_8).lines()
              .noneMatch(line -> isAt(line, target))) {
        return Set.of();
      }
      return Set.of(FolderIdentity.of(process.resolve("root" + target)));
    } catch (IOException | IronclawException e) {
      // silent-ok: what can't be seen counts as not there
      return Set.of();
    }
  }

  private static boolean isAt(String line, String target) {
    String[] words = line.split(" ", 6);
    return words.length > 4 && words[4].equals(target);
  }
}
