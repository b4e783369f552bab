package dev.ironclaw.contract.audit;

import java.util.List;
import java.util.Set;

/// What was noted elsewhere about a log. It finds what the files alone can't show: all of them put back to an earlier
/// state, or another log in their place.
///
/// @param keys [AuditFormat#fingerprint] of the key; each must match
/// @param heads hashes of lines that were the last one once; the log must still hold each
/// @param witnesses what outside witnesses hold; the log must agree with every line of them
public record AuditExpectation(Set<String> keys, Set<String> heads, List<AuditWitness> witnesses) {
  /// Nothing is known.
  public static final AuditExpectation NONE = new AuditExpectation(Set.of(), Set.of());

  public AuditExpectation {
    keys = Set.copyOf(keys);
    heads = Set.copyOf(heads);
    witnesses = List.copyOf(witnesses);
  }

  public AuditExpectation(Set<String> keys, Set<String> heads) {
    this(keys, heads, List.of());
  }
}
