package dev.ironclaw.controlplane.box;

import dev.ironclaw.contract.SessionId;
import dev.ironclaw.contract.box.BoxConfig;
import dev.ironclaw.controlplane.queue.SessionQueue;
import java.util.Set;

/// What a box is bound to, once and for good, and what its doors allow now.
///
/// @param rights names of the enabled tools: each is a right on a door
/// @param upstream the one upstream behind the model door
public record BoxBinding(SessionId session, SessionQueue queue, BoxConfig config, Set<String> rights,
    String upstream) {
  public BoxBinding {
    rights = Set.copyOf(rights);
  }
}
