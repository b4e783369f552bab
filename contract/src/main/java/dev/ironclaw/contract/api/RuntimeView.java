package dev.ironclaw.contract.api;

import java.util.List;
import java.util.Optional;

/// What runs the boxes, as measured on this machine.
///
/// @param name for example `runsc`
/// @param usable false where nothing can be launched; `problems` says what to do then
/// @param mode `root` or `rootless`, empty where that means nothing
/// @param warnings what is weaker than it could be
/// @param weaknesses the same with what each is known by
/// @param image `sha256:…` of the image that every box is started from, compared with its files at the start
/// @param crossing how a box reaches the host: `socket`, a unix socket that is mounted into it, or `stdio`, frames over its
///        container's input and output
public record RuntimeView(String name, boolean usable, String version, String platform, String mode,
    List<String> warnings, List<String> problems, List<WeaknessView> weaknesses, Optional<String> image,
    Optional<String> crossing) {
  /// An older control plane says its warnings alone.
  public RuntimeView {
    warnings = List.copyOf(warnings);
    problems = List.copyOf(problems);
    weaknesses = weaknesses == null
        ? warnings.stream().map(words -> new WeaknessView("", words)).toList()
        : List.copyOf(weaknesses);
  }

  /// As one says it that knows one crossing alone.
  public RuntimeView(String name, boolean usable, String version, String platform, String mode, List<String> warnings,
      List<String> problems, List<WeaknessView> weaknesses, Optional<String> image) {
    this(name, usable, version, platform, mode, warnings, problems, weaknesses, image, Optional.empty());
  }

  /// As an older control plane says it.
  public RuntimeView(String name, boolean usable, String version, String platform, String mode, List<String> warnings,
      List<String> problems) {
    this(name, usable, version, platform, mode, warnings, problems,
        warnings.stream().map(words -> new WeaknessView("", words)).toList(), Optional.empty());
  }

  /// One thing that is weaker than it could be.
  ///
  /// @param code of [WeaknessCode], or another that a face may not know; empty for none
  /// @param words the warning
  public record WeaknessView(String code, String words) {}
}
