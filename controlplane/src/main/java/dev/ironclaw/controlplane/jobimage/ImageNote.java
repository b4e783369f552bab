package dev.ironclaw.controlplane.jobimage;

import dev.ironclaw.contract.ErrorCode;
import dev.ironclaw.contract.IronclawException;
import dev.ironclaw.controlplane.store.PrivateFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/// What was built last for an image, in a file of the state folder.
///
/// @param recipe what it was made of, see [ImageBuild#recipe]
/// @param tag its name on the engine
/// @param digest of its layers and settings, 64 hexadecimal digits
/// @param layers `sha256:…` of each, from the lowest up
/// @param bytes of all layers
/// @param former names of earlier ones that the engine may still have
record ImageNote(String recipe, String tag, String digest, List<String> layers, String user, List<String> entrypoint,
    long bytes, Instant builtAt, List<String> former) {
  private static final Logger LOG = LoggerFactory.getLogger(ImageNote.class);
  private static final JsonMapper MAPPER = new JsonMapper();

  ImageNote {
    layers = List.copyOf(layers);
    entrypoint = List.copyOf(entrypoint);
    former = List.copyOf(former);
  }

  /// Empty where none was built, and where the file is damaged: it is built again then, which costs seconds.
  static Optional<ImageNote> read(Path file) {
    try {
      return Files.exists(file)
          ? Optional.of(MAPPER.readValue(Files.readAllBytes(file), ImageNote.class))
          : Optional.empty();
    } catch (IOException | JacksonException e) {
      LOG.warn("step=read-image-note file={} problem={}; the image counts as not built", file, e.getMessage());
      return Optional.empty();
    }
  }

  void write(Path file) {
    try {
      PrivateFiles.replace(file, MAPPER.writeValueAsBytes(this));
    } catch (IOException e) {
      throw new IronclawException(ErrorCode.CONFIGURATION, "note the image " + tag + ": " + file + " can't be written",
          e);
    }
  }

  ImageNote withFormer(List<String> left) {
    return new ImageNote(recipe, tag, digest, layers, user, entrypoint, bytes, builtAt, left);
  }
}
