package dev.ironclaw.contract.api;

import java.util.Optional;

/// One recorded event.
///
/// @param time RFC 3339, UTC
/// @param stage `submit`, `verdict`, `decision`, `apply`, or an area such as `auth`
/// @param subject id of what it happened to
/// @param changeId the subject where that is a change
/// @param hash lower-case hexadecimal SHA-256 of the entry in the chain
/// @param agent id of the agent group that it is about
public record AuditEntryView(long seq, String time, String stage, Optional<String> subject, Optional<String> changeId,
    String kind, String actor, String detail, String hash, Optional<String> agent) {
  /// Header of `GET /v1/audit/export`: how many entries the answer has when it is whole.
  public static final String COUNT_HEADER = "Ironclaw-Entries";
}
