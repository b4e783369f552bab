package dev.ironclaw.controlplane.gateway;

/// How dangerous the new capability is, by rule (design §7).
public enum Risk {
  GREEN, AMBER, RED
}
