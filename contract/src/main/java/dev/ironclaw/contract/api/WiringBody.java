package dev.ironclaw.contract.api;

import java.util.Optional;

/// Body of `POST /v1/registry/wirings`: adds a wiring, or replaces the agent's one with that id or at that place. What is
/// left out has its default.
///
/// @param id `wr_…`; made from agent and place where it is left out
/// @param messagingGroupId the place, or else `channelType`, `platformId` and `instance`
/// @param engageMode `pattern`, `mention` or `mention-sticky`
/// @param senderScope `all` or `known`
/// @param ignoredMessagePolicy `drop` or `accumulate`
/// @param sessionMode `shared`, `per-thread` or `agent-shared`
/// @param unknownSenderPolicy `strict`, `request_approval` or `public`: for every agent at the place
/// @param reason why; shown on the card
/// @param approve approves it in the same act
public record WiringBody(Optional<String> id, Optional<String> messagingGroupId, Optional<String> channelType,
    Optional<String> platformId, Optional<String> instance, Optional<Boolean> isGroup, String agentGroupId,
    Optional<String> engageMode, Optional<String> engagePattern, Optional<String> senderScope,
    Optional<String> ignoredMessagePolicy, Optional<String> sessionMode, Optional<Integer> priority,
    Optional<String> unknownSenderPolicy, Optional<String> reason, Optional<ApproveBody> approve) {
  public WiringBody {
    Required.field(agentGroupId, "agentGroupId");
  }
}
