package dev.ironclaw.contract.api;

import java.util.List;

/// Which credentials of the vault are used for one agent.
///
/// @param denyByDefault always true: what no rule names is refused
/// @param hasPolicy whether there is a rule at all
public record VaultPolicyView(String agentGroupId, boolean denyByDefault, boolean hasPolicy, List<RuleView> rules) {
  public VaultPolicyView {
    rules = List.copyOf(rules);
  }

  /// One credential and where it is used.
  public record RuleView(String credential, List<String> hosts) {
    public RuleView {
      hosts = List.copyOf(hosts);
    }
  }
}
