package dev.ironclaw.controlplane;

import dev.ironclaw.controlplane.audit.Ledger;
import dev.ironclaw.controlplane.audit.RefusalLimit;
import dev.ironclaw.controlplane.egress.Credentials;
import dev.ironclaw.controlplane.egress.Egress;
import dev.ironclaw.controlplane.egress.EgressLimits;
import dev.ironclaw.controlplane.egress.EgressParts;
import dev.ironclaw.controlplane.egress.EgressRates;
import dev.ironclaw.controlplane.egress.EgressRights;
import dev.ironclaw.controlplane.egress.Network;
import dev.ironclaw.controlplane.gateway.ChangeRequests;
import dev.ironclaw.controlplane.grant.Grants;
import dev.ironclaw.controlplane.hosttool.HostTool;
import dev.ironclaw.controlplane.leak.Leaks;
import dev.ironclaw.controlplane.panic.Brake;
import dev.ironclaw.controlplane.registry.Registry;
import dev.ironclaw.controlplane.web.HttpFetchTool;
import dev.ironclaw.controlplane.web.RequestApiAccessTool;
import dev.ironclaw.controlplane.web.SearchBackend;
import dev.ironclaw.controlplane.web.WebSearchTool;
import java.time.Clock;
import java.util.List;
import java.util.Optional;

/// The way outside, composed: the broker for what agents were granted, one for searches, and the tools that use them.
final class Outside implements AutoCloseable {
  private final Egress egress;
  private final Egress searches;
  private final List<HostTool> tools;

  /// What both brokers share.
  record Shared(Registry registry, Grants grants, Credentials credentials, Leaks leaks, Network network, Ledger ledger,
      RefusalLimit refusals, Clock clock, Brake brake) {
    private Egress egress(EgressRights rights, EgressRates rates) {
      return new Egress(new EgressParts(rights, credentials, leaks, network, EgressLimits.DEFAULT, rates, brake),
          ledger,
          refusals, clock);
    }
  }

  /// @param search the operator's choice of an engine
  Outside(Shared shared, String search, ChangeRequests gateway) {
    Optional<SearchBackend> backend = SearchBackend.of(search);
    EgressRates rates = new EgressRates(EgressLimits.DEFAULT);
    egress = shared.egress(EgressRights.of(shared.registry(), shared.grants()), rates);
    searches = shared.egress(WebSearchTool.rights(backend), rates);
    tools = List.of(new HttpFetchTool(egress, shared.leaks()), new RequestApiAccessTool(gateway),
        new WebSearchTool(backend, searches, shared.leaks()));
  }

  List<HostTool> tools() {
    return tools;
  }

  /// Breaks off every running request.
  void cut() {
    egress.cut();
    searches.cut();
  }

  @Override
  public void close() {
    egress.close();
    searches.close();
  }
}
