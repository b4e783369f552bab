package dev.ironclaw.controlplane.audit;

/// One thing that happens, to be recorded before it has an effect.
///
/// @param stage where in its life: `submit`, `verdict`, `decision`, `apply`, or an area such as `box`, `auth`, `system`
/// @param subject the id of what it happens to: a change, a session, a box; empty where there is none
/// @param kind what kind of thing, for example `enabled_tools` or `start`
/// @param actor who did it, as a principal's name
/// @param detail one line of plain words; never message content or secrets
public record AuditEvent(String stage, String subject, String kind, String actor, String detail) {}
