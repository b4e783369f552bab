package dev.ironclaw.controlplane.gateway;

import dev.ironclaw.contract.ChangeKind;
import dev.ironclaw.contract.ErrorCode;
import dev.ironclaw.contract.IronclawException;
import dev.ironclaw.controlplane.registry.AgentGroup;
import tools.jackson.databind.JsonNode;

/// What a change asks for, parsed: from here on nothing that its kind does not know is left in it.
sealed interface Payload permits PersonaPayload, EnabledToolsPayload {
  /// The form in which it is stored, shown and applied; parsing it again gives an equal payload.
  JsonNode toJson();

  /// Reads a kind's payload.
  ///
  /// @param base what relative forms are resolved against
  /// @throws IronclawException `INVALID_PAYLOAD` with the field and the accepted form
  static Payload parse(ChangeKind kind, JsonNode after, AgentGroup base) {
    return switch (kind) {
      case PERSONA -> PersonaPayload.parse(after);
      case ENABLED_TOOLS -> EnabledToolsPayload.parse(after, base);
    };
  }

  static IronclawException invalid(ChangeKind kind, String problem, String form) {
    return new IronclawException(ErrorCode.INVALID_PAYLOAD,
        "submit a change of kind " + kind.wireName() + ": " + problem + "; accepted: " + form);
  }
}
