package dev.ironclaw.controlplane.kind;

/// How dangerous the new capability is, by rule (design §7).
public enum Risk {
  GREEN, AMBER, RED;

  Risk higher(Risk other) {
    return compareTo(other) >= 0 ? this : other;
  }
}
