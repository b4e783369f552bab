package dev.ironclaw.controlplane.egress;

import dev.ironclaw.contract.AgentGroupId;
import dev.ironclaw.contract.MessageId;
import dev.ironclaw.contract.SessionId;
import java.util.Map;
import java.util.Optional;

/// One request of an agent.
///
/// @param call its id, unique within the session: what may have an effect is sent once for each
/// @param tool which asks
/// @param headers names in lower case; those that may not leave are refused
/// @param body of a text
/// @param credential name of the vault's secret that is to go with it
public record EgressRequest(SessionId session, AgentGroupId agentGroup, MessageId call, String tool, String method,
    EgressUrl url, Map<String, String> headers, Optional<String> body, Optional<String> credential) {
  public EgressRequest {
    headers = Map.copyOf(headers);
  }
}
