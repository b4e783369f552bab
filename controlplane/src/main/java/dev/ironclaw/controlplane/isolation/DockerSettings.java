package dev.ironclaw.controlplane.isolation;

import dev.ironclaw.controlplane.engine.Engine;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;

/// Which engine runs the boxes and as whom.
///
/// @param instance told on every container as a label, so that no other control plane of the same engine touches it
/// @param mountBases the folders, resolved, below which every workspace and socket folder lies
/// @param guest uid inside, never 0
/// @param kata whether boxes get a small virtual machine each, where the engine has such a runtime
/// @param acceptDegraded the operator's yes to boxes that share this machine's kernel
/// @param crossing how the box API gets into a container
public record DockerSettings(Engine engine, String instance, List<Path> mountBases, int guest, boolean kata,
    boolean acceptDegraded, EngineCrossing crossing) {
  /// For a control plane that is root.
  private static final int NOBODY = 65532;

  public DockerSettings {
    mountBases = List.copyOf(mountBases);
  }

  /// With sockets mounted.
  public DockerSettings(Engine engine, String instance, List<Path> mountBases, int guest, boolean kata,
      boolean acceptDegraded) {
    this(engine, instance, mountBases, guest, kata, acceptDegraded, EngineCrossing.SOCKET);
  }

  boolean isFramed() {
    return crossing == EngineCrossing.STDIO;
  }

  /// Who a box is: this user, who owns the workspaces, or nobody where the control plane is root.
  ///
  /// @param ours a folder that this process made
  public static int guestOf(Path ours) {
    try {
      int uid = (Integer) Files.getAttribute(ours, "unix:uid", LinkOption.NOFOLLOW_LINKS);
      return uid == 0 ? NOBODY : uid;
    } catch (IOException e) {
      throw new UncheckedIOException("read the owner of " + ours, e);
    }
  }
}
