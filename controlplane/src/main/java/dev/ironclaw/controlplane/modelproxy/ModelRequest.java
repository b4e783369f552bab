package dev.ironclaw.controlplane.modelproxy;

import dev.ironclaw.contract.AgentGroupId;
import dev.ironclaw.contract.SessionId;
import java.nio.ByteBuffer;
import org.eclipse.jetty.http.HttpFields;

/// One model call as a box asks for it.
///
/// @param choice the upstream and model that this agent is set to, from the session's binding and never from the request
/// @param path what stood behind the model door's own path, raw
/// @param headers the box's headers; all but an allow-list are dropped
/// @param body the whole body, over an array
public record ModelRequest(SessionId session, AgentGroupId agentGroup, ModelChoice choice, String path,
    HttpFields headers, ByteBuffer body) {
  ModelRequest with(ModelChoice other) {
    return new ModelRequest(session, agentGroup, other, path, headers, body);
  }
}
