package dev.ironclaw.controlplane.isolation;

import dev.ironclaw.contract.ErrorCode;
import dev.ironclaw.contract.IronclawException;
import dev.ironclaw.controlplane.engine.Engine;
import dev.ironclaw.controlplane.engine.ImageShelf;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Brings our image into an engine without a registry, and proves that what the engine has under its name is that image:
/// an engine names each layer by the digest of its tar.
///
/// Threading: any thread; one at a time, so that nobody imports what another is about to.
final class DockerImages {
  private static final Logger LOG = LoggerFactory.getLogger(DockerImages.class);
  private static final String REPOSITORY = "ironclaw-box";
  private static final int TAG_LENGTH = 24;

  private final Engine engine;
  private final Map<Path, ImageArchive> archives = new HashMap<>();

  DockerImages(Engine engine) {
    this.engine = engine;
  }

  /// The id of the engine's image that is this folder, imported where the engine has none. Asked before every container:
  /// somebody may have moved the tag or removed the image since.
  ///
  /// Fails with `BOX_FAILED` where the engine holds something else under the name after the import too.
  synchronized String require(RootfsImage image) {
    ImageArchive archive = archives.computeIfAbsent(image.rootfs(), ImageArchive::of);
    String name = REPOSITORY + ":"
        + archive.digests().getFirst().substring("sha256:".length()).substring(0, TAG_LENGTH);
    Optional<String> there = holding(name, archive.digests());
    if (there.isPresent()) {
      return there.get();
    }
    LOG.info("step=import-image name={} from={}", name, image.rootfs());
    importFrom(archive, name, image.rootfs());
    return holding(name, archive.digests()).orElseThrow(() -> new IronclawException(ErrorCode.BOX_FAILED,
        "import image " + name
            + ": the engine holds something else than " + image.rootfs()
            + "; the folder changed while it was read, or the "
            + "engine is not what it says"));
  }

  /// One that somebody made of ours has the same layers, and words of its own for the programs in it.
  private Optional<String> holding(String name, List<String> layers) {
    return engine.image(name).filter(found -> found.layers().equals(layers))
        .filter(found -> found.environment().isEmpty() && found.entrypoint().isEmpty() && found.user().isEmpty())
        .map(ImageShelf.ImageFacts::id);
  }

  private void importFrom(ImageArchive archive, String name, Path rootfs) {
    try {
      Path file = Files.createTempFile("ironclaw-image", ".tar");
      try {
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file))) {
          archive.write(name, out);
        }
        try (InputStream in = Files.newInputStream(file)) {
          engine.load(in);
        }
      } finally {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new IronclawException(ErrorCode.BOX_FAILED, "import image " + name + ": " + rootfs + " can't be "
          + "read, or there is no room for a copy of it in the folder for temporary files", e);
    }
  }
}
