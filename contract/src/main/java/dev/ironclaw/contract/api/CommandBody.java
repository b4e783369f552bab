package dev.ironclaw.contract.api;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Body of `POST /v1/sandbox/exec`: one of `command` and `argv`.
///
/// @param command a line for the container's shell
/// @param argv the program and its arguments
/// @param project name of a folder right below the folder of projects, which must be there
/// @param policy `read_only` (when left out), `workspace_write` or `full_access`
/// @param env variables of the command
/// @param timeoutSeconds 120 when left out, at most 600, with `full_access` 3600
/// @param maxOutput bytes that are kept of what it prints, half of them for each stream; 65536 when left out
/// @param network hosts that it wants to reach, `HOST` or `*.HOST`, with `:80` for plain HTTP
/// @param confirm the text `full_access`, for that policy
/// @param fresh whether it wants a container in which nothing ran before
public record CommandBody(Optional<String> command, Optional<List<String>> argv, String project,
    Optional<String> policy, Optional<Map<String, String>> env, Optional<Integer> timeoutSeconds,
    Optional<Integer> maxOutput, Optional<List<String>> network, Optional<String> confirm, Optional<Boolean> fresh) {
  public CommandBody {
    Required.field(project, "project");
  }
}
