package dev.ironclaw.contract.api;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/// Everything that can be weaker about what runs boxes, as far as this version knows. A face has its own words for each.
public enum WeaknessCode {
  /// Nothing isolates boxes at all.
  NO_ISOLATION,
  /// Limits of memory, processor and processes do not hold.
  LIMITS,
  /// A box is the control plane's own user.
  ROOTLESS,
  /// This machine lets a user make no namespace of their own without more.
  NAMESPACES,
  /// Boxes run on this machine's own kernel.
  SHARED_KERNEL,
  /// The engine's runtime does not apply the box's filter of system calls.
  ENGINE_FILTER,
  /// What an agent writes into its workspace it may start.
  WORKSPACE_PROGRAMS,
  /// The engine keeps workspaces, where nothing limits them and the host does not reach them.
  WORKSPACE_VOLUME;

  /// As the API says it: `shared-kernel`.
  public String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /// Empty for one of a newer version.
  public static Optional<WeaknessCode> of(String word) {
    return Arrays.stream(values()).filter(code -> code.word().equals(word)).findFirst();
  }
}
