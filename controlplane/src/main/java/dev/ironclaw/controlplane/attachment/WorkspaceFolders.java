package dev.ironclaw.controlplane.attachment;

import dev.ironclaw.contract.ErrorCode;
import dev.ironclaw.contract.IronclawException;
import java.nio.file.Path;

/// Where agents' workspaces lie.
///
/// @param top folder that holds one workspace for each agent group
/// @param here whether they do; else a container engine keeps them in volumes of its own
public record WorkspaceFolders(Path top, boolean here) {
  /// The workspace of an agent group. Fails with `NOT_AVAILABLE` where this machine does not have it.
  ///
  /// @param what is wanted of it, for the message
  Path of(String folder, String what) {
    if (!here) {
      throw new IronclawException(ErrorCode.NOT_AVAILABLE,
          what + ": the container engine keeps the workspace in a volume "
              + "of its own, which IronClaw does not reach; send words, or run boxes with --runtime runsc");
    }
    return top.resolve(folder);
  }
}
