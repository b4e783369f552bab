package dev.ironclaw.controlplane.egress;

import dev.ironclaw.contract.AgentGroupId;
import dev.ironclaw.contract.SessionId;
import dev.ironclaw.controlplane.grant.Grants;
import dev.ironclaw.controlplane.registry.EgressRule;
import dev.ironclaw.controlplane.registry.Registry;
import dev.ironclaw.controlplane.registry.VaultUse;

/// What humans approved, asked on every request and every redirect.
public interface EgressRights {
  /// Whether this conversation may send such a request now; counted as one use.
  boolean mayCall(AgentGroupId agent, SessionId session, String method, EgressUrl url);

  /// Whether a credential may go with it to its host; counted as one use.
  boolean mayUse(AgentGroupId agent, SessionId session, String credential, EgressUrl url);

  /// As the registry and the grants have it. A rule for a path holds for no path that a server may read as another.
  static EgressRights of(Registry registry, Grants grants) {
    return new EgressRights() {
      @Override
      public boolean mayCall(AgentGroupId agent, SessionId session, String method, EgressUrl url) {
        return registry.snapshot().reach().egress().stream().filter(rule -> rule.agentGroup().equals(agent))
            .filter(rule -> rule.path().isEmpty() || !url.isAmbiguous())
            .filter(rule -> rule.covers(method, url.host(), url.port(), url.path()))
            .anyMatch(rule -> grants.use(session, rule));
      }

      @Override
      public boolean mayUse(AgentGroupId agent, SessionId session, String credential, EgressUrl url) {
        VaultUse use = new VaultUse(agent, credential, url.host());
        return url.port() == EgressRule.HTTPS && registry.snapshot().reach().vault().contains(use)
            && grants.use(session, use);
      }
    };
  }
}
