package dev.ironclaw.contract.api;

/// A person who may talk to an agent.
public record MemberView(String userId, String agentGroupId) {}
