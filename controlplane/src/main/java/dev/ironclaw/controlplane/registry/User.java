package dev.ironclaw.controlplane.registry;

import dev.ironclaw.contract.UserId;

/// A registered person. Talking does not register anybody.
///
/// @param kind the channel type that the person comes from, for example `cli`
public record User(UserId id, String kind, String displayName) {}
