package dev.ironclaw.contract.api;

import java.util.Map;

/// Something that happened in a job; secrets are taken out.
///
/// @param id counts up, with gaps
/// @param eventType `message`, `tool_use`, `tool_result`, `result`, `reasoning` or `status`
/// @param data as the job gave it
/// @param createdAt RFC 3339, UTC
public record JobEventView(long id, String eventType, Map<String, Object> data, String createdAt) {}
