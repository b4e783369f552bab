package dev.ironclaw.controlplane.usage;

import dev.ironclaw.contract.AgentGroupId;
import dev.ironclaw.contract.SessionId;
import dev.ironclaw.controlplane.modelproxy.ModelChoice;

/// One call and the most that it can come to, from before it starts until it is counted.
///
/// @param id of the reservation
/// @param day UTC, on which it counts, as 2026-11-21
/// @param most tokens
/// @param nanos what those cost
/// @param known whether its model has a price of its own
/// @param reserved whether a row holds its place in the agent's budget
record Charge(String id, String day, AgentGroupId agent, SessionId session, ModelChoice choice, Tokens most, long nanos,
    boolean known, boolean reserved) {
  String month() {
    return day.substring(0, 7);
  }
}
