package dev.ironclaw.controlplane.crossing;

import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/// Who may reach the socket, by file mode. The run folder above is 0700 in every case, so no other local user gets here.
///
/// @param folder mode of the container's folder
/// @param socket mode of the socket in it: connecting takes the write bit alone
public record SocketModes(Set<PosixFilePermission> folder, Set<PosixFilePermission> socket) {
  /// The guest has another uid than the control plane, as under a runsc that root starts.
  public static final SocketModes OTHER_UID = new SocketModes(PosixFilePermissions.fromString("rwx--x--x"),
      PosixFilePermissions.fromString("rw--w--w-"));
  /// The guest has the control plane's own uid, as under a rootless runsc.
  public static final SocketModes SAME_UID = new SocketModes(PosixFilePermissions.fromString("rwx------"),
      PosixFilePermissions.fromString("rw-------"));

  public SocketModes {
    folder = Set.copyOf(folder);
    socket = Set.copyOf(socket);
  }
}
