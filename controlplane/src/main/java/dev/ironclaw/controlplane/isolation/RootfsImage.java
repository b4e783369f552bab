package dev.ironclaw.controlplane.isolation;

import dev.ironclaw.contract.ErrorCode;
import dev.ironclaw.contract.IronclawException;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

/// The box's root filesystem as a directory, with its digest and one of its entry points; see [ImageFolder].
///
/// @param digest `sha256:…` of the image's tar
/// @param entrypoint argument list inside the image, absolute program first
public record RootfsImage(Path rootfs, String digest, List<String> entrypoint) {
  private static final Pattern DIGEST = Pattern.compile("sha256:[0-9a-f]{64}");

  public RootfsImage {
    entrypoint = List.copyOf(entrypoint);
    if (!DIGEST.matcher(digest).matches()) {
      throw refused(rootfs, "its digest is not sha256 and 64 hexadecimal digits");
    }
    if (entrypoint.isEmpty() || !entrypoint.getFirst().startsWith("/")) {
      throw refused(rootfs, "its entry point does not begin with an absolute program");
    }
  }

  static IronclawException refused(Path what, String why) {
    return new IronclawException(ErrorCode.CONFIGURATION, "load image " + what + ": " + why);
  }
}
