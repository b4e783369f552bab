package dev.ironclaw.controlplane.engine;

import java.io.InputStream;
import java.util.List;
import java.util.Optional;

/// The images that an engine has. Calls fail as those of [Engine].
public interface ImageShelf {
  /// Takes images as `docker save` writes them; read to its end, not closed. Waits without a time limit: a large one takes
  /// an engine minutes.
  void load(InputStream archive);

  /// What an image is made of; empty where there is none of that name or id.
  Optional<ImageFacts> image(String name);

  /// The image as `docker save` writes it. Whoever takes the stream closes it.
  InputStream save(String name);

  /// Removes an image's name, and the image with its last one. Does nothing where there is none.
  ///
  /// @return false where a container has it, so that it stays
  boolean removeImage(String name);

  /// An image.
  ///
  /// @param layers `sha256:…` of each layer's tar, from the lowest up
  /// @param size in bytes, as the engine counts
  /// @param user of containers that name none
  /// @param entrypoint what they start
  /// @param environment what their programs find in theirs, `NAME=value`
  record ImageFacts(String id, List<String> layers, long size, String user, List<String> entrypoint,
      List<String> environment) {
    public ImageFacts {
      layers = List.copyOf(layers);
      entrypoint = List.copyOf(entrypoint);
      environment = List.copyOf(environment);
    }

    /// With no environment of its own.
    public ImageFacts(String id, List<String> layers, long size, String user, List<String> entrypoint) {
      this(id, layers, size, user, entrypoint, List.of());
    }
  }
}
