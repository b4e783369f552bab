package dev.ironclaw.controlplane.gateway;

import dev.ironclaw.controlplane.isolation.MountPolicy;
import dev.ironclaw.controlplane.registry.Mount;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/// Folders of this machine that agents are given, some in others. One at a time may be away, as a folder on a stick.
final class HistoryFolders {
  private static final List<String> NAMES = List.of("a", "a/inner", "b", "c");

  private final Path own;
  private final MountPolicy policy;

  HistoryFolders(Path state) throws IOException {
    own = Files.createDirectories(state.resolve("mounts")).toRealPath();
    policy = new MountPolicy(own, List.of(), state.resolve("nothing"), Path.of("/home/me"));
    bringBack();
  }

  /// A payload of the kind mounts: also one that names what is not there, or may never be mounted.
  String wish(Random random) {
    if (random.nextInt(4) == 0) {
      return "{\"mounts\":[]}";
    }
    String name = random.nextInt(8) == 0 ? "../elsewhere" : NAMES.get(random.nextInt(NAMES.size()));
    return "{\"" + (random.nextBoolean() ? "add" : "mounts") + "\":[{\"name\":\"m" + random.nextInt(3)
        + "\",\"source\":\"" + own.resolve(name) + "\",\"writable\":" + random.nextBoolean() + "}]}";
  }

  /// What the isolator is asked.
  Optional<String> unmountable(Mount mount) {
    Path folder = Path.of(mount.source());
    return policy.objection(folder)
        .or(() -> Files.isDirectory(folder) ? Optional.empty() : Optional.of("there is no folder " + folder));
  }

  boolean areThere() {
    return NAMES.stream().allMatch(name -> Files.isDirectory(own.resolve(name)));
  }

  void takeAway() {
    try {
      Files.deleteIfExists(own.resolve("c"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void bringBack() {
    try {
      for (String name : NAMES) {
        Files.createDirectories(own.resolve(name));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
