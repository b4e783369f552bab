package dev.ironclaw.controlplane.audit;

/// One thing that happens, to be recorded before it has an effect.
///
/// @param stage where in its life: `submit`, `verdict`, `decision`, `apply`, or an area such as `box`, `auth`, `system`
/// @param subject the id of what it happens to: a change, a session, a box; empty where there is none
/// @param kind what kind of thing, for example `enabled_tools` or `start`
/// @param actor who did it, as a principal's name
/// @param detail one line of plain words; never message content or secrets
/// @param agent id of the agent group that it is about; empty where it is about none, or where [AgentOf] knows
public record AuditEvent(String stage, String subject, String kind, String actor, String detail, String agent) {
  public AuditEvent(String stage, String subject, String kind, String actor, String detail) {
    this(stage, subject, kind, actor, detail, "");
  }

  /// The same about this agent group.
  public AuditEvent about(String agentGroup) {
    return new AuditEvent(stage, subject, kind, actor, detail, agentGroup);
  }
}
