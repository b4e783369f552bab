package dev.ironclaw.contract.api;

import java.util.List;
import java.util.Optional;

/// Body of `POST /api/jobs`. What is left out is as the operator has set it for the mode.
///
/// @param mode `worker` (when left out) or `claude_code`
/// @param projectDir name or whole path of a folder right below the folder of projects; left out: one of the job's own
/// @param allowedHosts what it may reach beside what every job may: `HOST` or `*.HOST`, with `:80` for plain HTTP
/// @param cpuPercent of one processor: 100 is one whole
/// @param timeoutSeconds of each turn: of its first work, and anew from each prompt that it takes
/// @param maxIterations rounds of a worker, turns of Claude Code
/// @param review whether it works in a copy, and its changes wait for a person
/// @param stays whether it waits for more prompts after each answer
public record JobCreateBody(String title, String description, Optional<String> mode, Optional<String> projectDir,
    Optional<List<JobGrantBody>> credentialGrants, Optional<List<String>> allowedHosts, Optional<Integer> memoryMb,
    Optional<Integer> cpuPercent,
    Optional<Integer> timeoutSeconds, Optional<Integer> maxIterations, Optional<Boolean> review,
    Optional<Boolean> stays) {
  public JobCreateBody {
    Required.field(title, "title");
    Required.field(description, "description");
  }
}
