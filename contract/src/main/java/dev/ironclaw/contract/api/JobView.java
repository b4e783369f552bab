package dev.ironclaw.contract.api;

import java.util.List;
import java.util.Optional;

/// One container job. Times are RFC 3339, UTC.
///
/// @param state `queued`, `creating`, `running`, `completed`, `failed`, `cancelled` or `interrupted`
/// @param mode `worker` or `claude_code`
/// @param projectDir the folder of the control plane's machine that it works in, or whose copy
/// @param allowedHosts what it may reach beside what every job may
/// @param review `none`, `working`, `open`, `accepting`, `accepted` or `discarded`
/// @param owner the operator who created it, or approved it
/// @param agentGroupId whose tool asked for it
/// @param elapsedSecs since it began, to its end
/// @param note what it last said of itself
/// @param iteration how many rounds it says to have done
/// @param result its last words
/// @param reason why it ended otherwise than well
/// @param weaker what its container's runtime does not hold back, for people; empty for nothing, and before it started
/// @param stays whether it waits for more prompts after each answer
/// @param keptBytes what it alone has left on the disk (`/output`, and its folder where it had one of its own), counted at its
///        end; absent before
/// @param transitions left out in lists
public record JobView(String id, String title, String description, String state, String mode, String projectDir,
    List<JobGrantBody> credentialGrants, List<String> allowedHosts, int memoryMb, int cpuPercent, long timeoutSeconds,
    String review, String owner,
    Optional<String> agentGroupId, Optional<String> sessionId, Optional<String> restartOf, String createdAt,
    Optional<String> startedAt, Optional<String> endedAt, Optional<Long> elapsedSecs, Optional<String> note,
    int iteration, Optional<String> result, Optional<String> reason, Optional<String> weaker,
    boolean canRestart, boolean canPrompt, boolean stays, Optional<Long> keptBytes,
    List<JobTransitionView> transitions) {
  public JobView {
    credentialGrants = List.copyOf(credentialGrants);
    // An older control plane names none.
    allowedHosts = allowedHosts == null ? List.of() : List.copyOf(allowedHosts);
    transitions = List.copyOf(transitions);
  }
}
