package dev.ironclaw.controlplane.kind;

import dev.ironclaw.controlplane.registry.Mount;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// When nobody may let a list of mounts through. By name only: that no link leads out of the base, and that it is a
/// folder, is looked at when a box starts.
final class MountRules {
  private static final int MAX_MOUNTS = 8;

  private MountRules() {}

  static Optional<String> objection(List<Mount> mounts, Path base) {
    if (mounts.size() > MAX_MOUNTS) {
      return Optional.of("these are " + mounts.size() + " mounts; an agent has at most " + MAX_MOUNTS);
    }
    Set<String> names = new HashSet<>();
    for (Mount mount : mounts) {
      if (!names.add(mount.name())) {
        return Optional.of("two mounts are named " + mount.name());
      }
      Optional<String> why = outside(mount.source(), base);
      if (why.isPresent()) {
        return why;
      }
    }
    for (Mount one : mounts) {
      for (Mount other : mounts) {
        if (!one.equals(other) && Path.of(one.source()).startsWith(Path.of(other.source()))) {
          return Optional.of("the mounts " + one.name() + " and " + other.name() + " overlap");
        }
      }
    }
    return Optional.empty();
  }

  private static Optional<String> outside(String source, Path base) {
    try {
      Path path = Path.of(source);
      if (!path.isAbsolute() || !path.normalize().toString().equals(source)) {
        return Optional.of(source + " is not an absolute path in its plain form (no \"..\", \".\", \"//\")");
      }
      return path.startsWith(base) && !path.equals(base)
          ? Optional.empty()
          : Optional.of(source + " is not below " + base + "; put the folder there first");
    } catch (InvalidPathException e) {
      return Optional.of("the source is no path: " + e.getReason());
    }
  }
}
