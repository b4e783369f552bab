package dev.ironclaw.controlplane.gateway;

/// The life of a change. `APPROVED` is on its way to `APPLIED` or `FAILED` and is finished at start after a crash.
public enum ChangeState {
  PENDING, APPROVED, APPLIED, REJECTED, FAILED, EXPIRED
}
