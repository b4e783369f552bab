package dev.ironclaw.controlplane.isolation;

import java.nio.file.Path;
import java.util.List;

/// The box's root filesystem as a directory, with its digest and its entry point, as `image.json` beside it says.
///
/// @param digest `sha256:…` of the image's tar
/// @param entrypoint argument list inside the image, absolute program first
public record RootfsImage(Path rootfs, String digest, List<String> entrypoint) {
  public RootfsImage {
    entrypoint = List.copyOf(entrypoint);
  }
}
