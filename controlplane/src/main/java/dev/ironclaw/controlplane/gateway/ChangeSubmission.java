package dev.ironclaw.controlplane.gateway;

import dev.ironclaw.contract.AgentGroupId;
import dev.ironclaw.contract.ChangeId;
import dev.ironclaw.controlplane.registry.Principal;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/// A wish for a change, not yet checked.
///
/// @param id given by the caller so that asking twice is asking once; empty: the gateway chooses
/// @param kind as on the wire; unknown ones are refused
/// @param agentGroup what it is about; empty where it is about no one agent, or about one that it creates
/// @param after the payload, in the kind's form
public record ChangeSubmission(Optional<ChangeId> id, String kind, Optional<AgentGroupId> agentGroup, JsonNode after,
    Optional<String> reason, Principal requestedBy, Optional<Origin> origin) {}
