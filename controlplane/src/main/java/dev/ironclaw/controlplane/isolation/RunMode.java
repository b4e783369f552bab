package dev.ironclaw.controlplane.isolation;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// Whose rights the runtime has, which decides who the guest is on the host.
public enum RunMode {
  /// The guest is uid 65532, on the host too. The gofer is root of a namespace that maps these two uids alone.
  ROOT(65532),
  /// Only the invoking user is mapped, as uid 0 of a namespace with that one entry: it has no capability and is nobody
  /// else on the host.
  ROOTLESS(0);

  private final int guest;

  RunMode(int guest) {
    this.guest = guest;
  }

  /// The mode that this process's own uid allows.
  public static RunMode ofThisProcess() {
    try {
      return Files.getAttribute(Path.of("/proc/self"), "unix:uid").equals(0) ? ROOT : ROOTLESS;
    } catch (IOException e) {
      throw new UncheckedIOException("read the owner of /proc/self", e);
    }
  }

  /// The uid and gid inside the box.
  public int guest() {
    return guest;
  }

  /// Empty where the runtime maps by itself.
  List<OciConfig.IdMapping> idMap() {
    return switch (this) {
      case ROOT -> List.of(new OciConfig.IdMapping(0, 0, 1), new OciConfig.IdMapping(guest, guest, 1));
      case ROOTLESS -> List.of();
    };
  }
}
