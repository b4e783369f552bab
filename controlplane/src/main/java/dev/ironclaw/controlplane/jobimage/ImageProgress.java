package dev.ironclaw.controlplane.jobimage;

/// How far the building of an image is.
///
/// @param done bytes of this phase
/// @param total bytes of this phase, 0 where nobody can say
/// @param words for people
public record ImageProgress(JobImage image, Phase phase, long done, long total, String words) {
  /// In this order.
  public enum Phase {
    FETCH, UNPACK, LOAD, VERIFY, READY, FAILED;

    /// Whether nothing comes after it.
    public boolean isEnd() {
      return this == READY || this == FAILED;
    }

    /// As events name it.
    public String wireName() {
      return name().toLowerCase(java.util.Locale.ROOT);
    }
  }
}
