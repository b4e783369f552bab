package dev.ironclaw.controlplane.router;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// A file of a person that comes with a message and lies in the agent's workspace.
///
/// @param mediaType as its name says, for example `image/png`; what it is, its reader finds out
/// @param path in the workspace
public record ChatFile(String name, Optional<String> mediaType, String path) {
  /// As it stands in the row.
  Map<String, String> content() {
    Map<String, String> content = new LinkedHashMap<>();
    content.put("name", name);
    mediaType.ifPresent(type -> content.put("mediaType", type));
    content.put("path", path);
    return content;
  }
}
