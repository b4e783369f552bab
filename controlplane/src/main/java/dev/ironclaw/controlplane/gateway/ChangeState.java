package dev.ironclaw.controlplane.gateway;

import java.util.Locale;

/// The life of a change. `APPROVED` is on its way to `APPLIED` or `FAILED` and is finished at start after a crash.
public enum ChangeState {
  PENDING, APPROVED, APPLIED, REJECTED, FAILED, EXPIRED;

  /// For example `pending`.
  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }

  static ChangeState ofWireName(String name) {
    return valueOf(name.toUpperCase(Locale.ROOT));
  }
}
