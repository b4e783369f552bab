package dev.ironclaw.controlplane.kind;

import dev.ironclaw.contract.AgentGroupId;
import dev.ironclaw.controlplane.registry.AgentGroup;
import dev.ironclaw.controlplane.registry.Mount;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// When nobody may let a list of mounts through.
final class MountRules {
  private static final int MAX_MOUNTS = 8;

  private MountRules() {}

  /// @param present what it has already: that may be kept, whatever has become of it
  static Optional<String> objection(List<Mount> mounts, List<Mount> present, AgentGroupId self, Basis base) {
    if (mounts.size() > MAX_MOUNTS) {
      return Optional.of("these are " + mounts.size() + " mounts; an agent has at most " + MAX_MOUNTS);
    }
    Set<String> names = new HashSet<>();
    for (Mount mount : mounts) {
      if (!names.add(mount.name())) {
        return Optional.of("two mounts are named " + mount.name());
      }
      Optional<String> why = mount.isCovered(present)
          ? Optional.empty()
          : form(mount.source()).or(() -> base.host().unmountable().apply(mount));
      if (why.isPresent()) {
        return why;
      }
    }
    return overlap(mounts).or(() -> mounts.stream().filter(mount -> !mount.isCovered(present))
        .flatMap(mount -> reachable(mount, self, base).stream()).findFirst());
  }

  private static Optional<String> overlap(List<Mount> mounts) {
    for (Mount one : mounts) {
      for (Mount other : mounts) {
        if (!one.equals(other) && Path.of(one.source()).startsWith(Path.of(other.source()))) {
          return Optional.of("the mounts " + one.name() + " and " + other.name() + " overlap");
        }
      }
    }
    return Optional.empty();
  }

  /// Whoever may write to a folder may put another, or a link, in the place of one in it.
  private static Optional<String> reachable(Mount mount, AgentGroupId self, Basis base) {
    for (AgentGroup other : base.registry().agentGroups().values()) {
      if (other.id().equals(self)) {
        continue;
      }
      for (Mount theirs : other.mounts()) {
        if ((isInside(mount, theirs) && theirs.writable()) || (isInside(theirs, mount) && mount.writable())) {
          return Optional.of("the agent " + other.id() + " has " + theirs.source() + ", and one of the two could "
              + "exchange what the other has mounted; mount the same folder for both, or folders beside each other");
        }
      }
    }
    return Optional.empty();
  }

  private static boolean isInside(Mount inner, Mount outer) {
    return !inner.source().equals(outer.source()) && Path.of(inner.source()).startsWith(Path.of(outer.source()));
  }

  private static Optional<String> form(String source) {
    try {
      Path path = Path.of(source);
      return path.isAbsolute() && path.normalize().toString().equals(source)
          ? Optional.empty()
          : Optional.of(source + " is not an absolute path in its plain form (no \"..\", \".\", \"//\")");
    } catch (InvalidPathException e) {
      return Optional.of("the source is no path: " + e.getReason());
    }
  }
}
