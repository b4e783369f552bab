package dev.ironclaw.controlplane.jobimage;

import java.time.Instant;
import java.util.Optional;

/// How an image stands.
///
/// @param digest of what was built last, 64 hexadecimal digits; empty where nothing was
/// @param tag its name on the engine
/// @param bytes of its layers, 0 where nothing was built
/// @param words for people, where something is to be done or known
public record ImageState(JobImage image, Standing standing, Optional<String> digest, Optional<String> tag, long bytes,
    Optional<Instant> builtAt, String words) {
  /// In which of these ways.
  public enum Standing {
    /// The engine has it as it was built, of what this version would build it of.
    READY,
    /// Being built now.
    BUILDING,
    /// It was never built here.
    MISSING,
    /// It was built of something else than this version would use.
    STALE,
    /// The engine has it no more, or has something else under its name.
    LOST,
    /// No engine answers.
    UNKNOWN;

    /// As answers name it.
    public String wireName() {
      return name().toLowerCase(java.util.Locale.ROOT);
    }
  }

  static ImageState of(JobImage image, Standing standing, Optional<ImageNote> note, String words) {
    return new ImageState(image, standing, note.map(ImageNote::digest), note.map(ImageNote::tag),
        note.map(ImageNote::bytes).orElse(0L), note.map(ImageNote::builtAt), words);
  }
}
