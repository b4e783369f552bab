package dev.ironclaw.controlplane.job;

import java.time.Instant;
import tools.jackson.databind.JsonNode;

/// Something that happened in a job, redacted.
///
/// @param id counts up within the control plane, with gaps
/// @param type `message`, `tool_use`, `tool_result`, `result`, `reasoning` or `status`
public record JobEvent(long id, String type, JsonNode data, Instant at) {}
