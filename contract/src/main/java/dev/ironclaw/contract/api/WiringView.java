package dev.ironclaw.contract.api;

/// Which agent listens in which place, and to what.
///
/// @param engageMode `pattern`, `mention` or `mention-sticky`
/// @param senderScope `all` or `known`
/// @param ignoredMessagePolicy `drop` or `accumulate`
/// @param sessionMode `shared`, `per-thread` or `agent-shared`
/// @param priority higher first
public record WiringView(String id, String messagingGroupId, String agentGroupId, String engageMode,
    String engagePattern, String senderScope, String ignoredMessagePolicy, String sessionMode, int priority) {}
