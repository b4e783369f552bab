package dev.ironclaw.controlplane.egress;

import dev.ironclaw.controlplane.leak.Leaks;
import dev.ironclaw.controlplane.panic.Brake;

/// What the broker decides and works with.
///
/// @param leaks looks at what leaves
/// @param rates what each agent has, however many brokers it asks
/// @param brake while it is on, nothing leaves
public record EgressParts(EgressRights rights, Credentials credentials, Leaks leaks, Network network,
    EgressLimits limits, EgressRates rates, Brake brake) {}
