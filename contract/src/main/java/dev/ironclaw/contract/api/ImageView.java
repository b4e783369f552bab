package dev.ironclaw.contract.api;

import java.util.Optional;

/// An image that jobs run in.
///
/// @param name `worker` or `claude-code`
/// @param state `ready`, `building`, `missing`, `stale` (of other packages than this version's), `lost` (the engine has it no
///        more), `unknown` (no engine answers)
/// @param digest of its layers and settings, 64 hexadecimal digits
/// @param tag its name on the engine
/// @param bytes of its layers
/// @param builtAt RFC 3339, UTC
/// @param words for people, empty where there is nothing to say
public record ImageView(String name, String state, Optional<String> digest, Optional<String> tag, long bytes,
    Optional<String> builtAt, String words) {
  /// The engine has it as it was built.
  public static final String READY = "ready";
  /// Somebody builds it now.
  public static final String BUILDING = "building";
}
