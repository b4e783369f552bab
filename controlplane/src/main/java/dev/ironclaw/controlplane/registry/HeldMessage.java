package dev.ironclaw.controlplane.registry;

import dev.ironclaw.contract.AgentGroupId;
import dev.ironclaw.contract.MessageId;
import dev.ironclaw.contract.MessagingGroupId;
import dev.ironclaw.contract.UserId;
import java.util.Optional;

/// One message of a sender without access, as it came in.
public record HeldMessage(MessageId event, MessagingGroupId messagingGroup, AgentGroupId agentGroup, UserId user,
    String displayName, Optional<String> threadId, String text) {}
