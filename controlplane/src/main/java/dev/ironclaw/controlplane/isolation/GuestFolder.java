package dev.ironclaw.controlplane.isolation;

import dev.ironclaw.contract.ErrorCode;
import dev.ironclaw.contract.IronclawException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;

/// Gives a workspace to the user that a box is.
final class GuestFolder {
  private GuestFolder() {}

  /// Only the folder itself: what lies in it belongs to the guest already or was put there for it to read. Does nothing
  /// where it is the guest's, as where the guest is this user.
  static void give(Path folder, int guest) {
    try {
      if (!Integer.valueOf(guest).equals(Files.getAttribute(folder, "unix:uid", LinkOption.NOFOLLOW_LINKS))) {
        Files.setAttribute(folder, "unix:uid", guest, LinkOption.NOFOLLOW_LINKS);
        Files.setAttribute(folder, "unix:gid", guest, LinkOption.NOFOLLOW_LINKS);
      }
    } catch (IOException e) {
      throw new IronclawException(ErrorCode.BOX_FAILED, "give workspace " + folder + " to the box: chown failed", e);
    }
  }
}
