package dev.ironclaw.controlplane.isolation;

import dev.ironclaw.contract.ErrorCode;
import dev.ironclaw.contract.IronclawException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Map;

/// Which folder it is, whatever its path: two of these are equal where it is the same one.
///
/// @param device `st_dev` of stat(2)
/// @param inode `st_ino`
public record FolderIdentity(long device, long inode) {
  public static FolderIdentity of(Path folder) {
    try {
      Map<String, Object> found = Files.readAttributes(folder, "unix:dev,ino,isDirectory", LinkOption.NOFOLLOW_LINKS);
      if (!Boolean.TRUE.equals(found.get("isDirectory"))) {
        throw new IronclawException(ErrorCode.WEAK_SPEC, "mount " + folder + ": it is no folder");
      }
      return new FolderIdentity((Long) found.getOrDefault("dev", -1L), (Long) found.getOrDefault("ino", -1L));
    } catch (IOException e) {
      throw new IronclawException(ErrorCode.RUNTIME_UNAVAILABLE, "mount " + folder + ": it can't be looked at", e);
    }
  }
}
