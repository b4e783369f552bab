package dev.ironclaw.controlplane.jobimage;

import dev.ironclaw.contract.ErrorCode;
import dev.ironclaw.contract.IronclawException;
import dev.ironclaw.controlplane.engine.ImageShelf;
import dev.ironclaw.controlplane.isolation.ImageArchive;
import java.io.BufferedOutputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongConsumer;
import java.util.function.Supplier;

/// Our images on an engine: an image is ours where its layers, its user and its entry point are, whatever its name says.
final class EngineImages {
  private final Supplier<? extends ImageShelf> engine;

  EngineImages(Supplier<? extends ImageShelf> engine) {
    this.engine = engine;
  }

  /// Fails with `RUNTIME_UNAVAILABLE` where no engine answers, before anything is fetched for one.
  void requireOne() {
    ImageShelf _ = engine.get();
  }

  /// The id of the engine's image that is the noted one; empty where it has none, or something else under the name.
  Optional<String> holding(ImageNote note) {
    return engine.get().image(note.tag())
        .filter(found -> found.layers().equals(note.layers()) && found.user().equals(note.user())
            && found.entrypoint().equals(note.entrypoint()))
        .map(ImageShelf.ImageFacts::id);
  }

  /// Brings it in by a file of this machine: an engine that is slow must not be waited for by what writes.
  void load(ImageArchive archive, String tag, Path work, LongConsumer loaded) throws IOException {
    Path file = Files.createTempFile(work, "load-", ".tar");
    try {
      try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file), 1 << 16)) {
        archive.write(tag, out);
      }
      try (InputStream in = counted(Files.newInputStream(file), loaded)) {
        engine.get().load(in);
      }
    } finally {
      Files.deleteIfExists(file);
    }
  }

  /// Removes the names that no container needs.
  ///
  /// @return those that stay
  List<String> remove(List<String> tags) {
    List<String> left = new ArrayList<>();
    for (String tag : tags) {
      if (!engine.get().removeImage(tag)) {
        left.add(tag);
      }
    }
    return left;
  }

  /// Reads the image back, every byte of it.
  List<ImageCheck> verify(ImageNote note) {
    ImageShelf.ImageFacts facts = engine.get().image(note.tag())
        .orElseThrow(() -> new IronclawException(ErrorCode.NOT_FOUND,
            "verify image " + note.tag() + ": the engine has none of that name; build it again"));
    SavedImage saved;
    try (InputStream in = engine.get().save(note.tag())) {
      saved = SavedImage.read(in);
    } catch (IOException e) {
      throw new IronclawException(ErrorCode.BOX_FAILED, "verify image " + note.tag() + ": the engine gives it out in a "
          + "form that can't be read: " + e.getMessage(), e);
    }
    Set<String> lacking = new HashSet<>(note.layers());
    lacking.removeAll(saved.digests());
    boolean isRoot = facts.user().isEmpty() || facts.user().startsWith("0") || facts.user().startsWith("root");
    return List.of(
        new ImageCheck("layers", facts.layers().equals(note.layers()) && lacking.isEmpty(), lacking.isEmpty()
            ? facts.layers().size() + " layers, each with the digest that it was built with"
            : lacking.size() + " of " + note.layers().size() + " layers are not what was built"),
        new ImageCheck("user", !isRoot && facts.user().equals(note.user()), "containers that name no user run as "
            + (facts.user().isEmpty() ? "root" : facts.user())),
        new ImageCheck("setuid", saved.risky().isEmpty(), saved.risky().isEmpty()
            ? "no file raises the rights of whoever starts it, and there is no device"
            : "these raise rights: " + String.join(", ", saved.risky())),
        new ImageCheck("entrypoint", facts.entrypoint().equals(note.entrypoint()),
            "containers start " + String.join(" ", facts.entrypoint())));
  }

  private static InputStream counted(InputStream in, LongConsumer loaded) {
    return new FilterInputStream(in) {
      @Override
      public int read() throws IOException {
        int read = super.read();
        loaded.accept(read < 0 ? 0 : 1);
        return read;
      }

      @Override
      public int read(byte[] to, int offset, int length) throws IOException {
        int read = super.read(to, offset, length);
        loaded.accept(Math.max(0, read));
        return read;
      }
    };
  }
}
