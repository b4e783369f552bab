package dev.ironclaw.contract.api;

import java.util.List;

/// How far the approval of a pending change is.
///
/// @param needed how many different people must approve it
/// @param by who has approved the card as it is now, first one first
public record ApprovalsView(int needed, List<String> by) {
  public ApprovalsView {
    by = List.copyOf(by);
  }
}
