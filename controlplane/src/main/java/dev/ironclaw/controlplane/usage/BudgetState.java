package dev.ironclaw.controlplane.usage;

import dev.ironclaw.controlplane.registry.Budget.Limit;
import dev.ironclaw.controlplane.registry.Budget.Span;

/// How far one limit of an agent is used up; in tokens or cents, as its span says.
///
/// @param used by calls that are over
/// @param reserved the most that running calls may come to
/// @param period the day or month, as 2026-11-21 or 2026-11
public record BudgetState(Span span, Limit limit, long used, long reserved, String period) {}
