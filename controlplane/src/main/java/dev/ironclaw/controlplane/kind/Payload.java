package dev.ironclaw.controlplane.kind;

import tools.jackson.databind.JsonNode;

/// What a change asks for, parsed: from here on nothing that its kind does not know is left in it.
public interface Payload {
  /// The form in which it is stored, shown and applied; parsing it again on the same base gives an equal payload.
  JsonNode toJson();
}
