package dev.ironclaw.controlplane.hosttool;

import dev.ironclaw.contract.AgentGroupId;
import dev.ironclaw.contract.MessageId;
import dev.ironclaw.contract.SessionId;
import tools.jackson.databind.JsonNode;

/// One call of a tool.
///
/// @param origin the inbound row whose turn asks; the session has it
/// @param id of this call, unique within its session: the same when a killed box makes it again
/// @param input a JSON object, as the agent wrote it
public record HostToolCall(SessionId session, AgentGroupId agentGroup, MessageId origin, MessageId id,
    JsonNode input) {}
