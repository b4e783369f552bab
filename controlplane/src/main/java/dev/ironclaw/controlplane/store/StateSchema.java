package dev.ironclaw.controlplane.store;

/// The one list of the migrations of `state.db`, in their order. A migration is never changed once it has landed.
public final class StateSchema {
  private StateSchema() {}

  public static Schema current() {
    return Schema.ofResources("state",
        "/db/state/V001__audit.sql",
        "/db/state/V002__registry.sql",
        "/db/state/V003__changes.sql",
        "/db/state/V004__deliveries.sql",
        "/db/state/V005__boxes.sql",
        "/db/state/V006__tokens.sql",
        "/db/state/V007__audit_search.sql",
        "/db/state/V008__gateway.sql",
        "/db/state/V009__grants.sql",
        "/db/state/V010__approvals.sql",
        "/db/state/V011__policy.sql",
        "/db/state/V012__step_up.sql",
        "/db/state/V013__accepted_rewinds.sql",
        "/db/state/V014__mounts.sql",
        "/db/state/V015__change_events.sql",
        "/db/state/V016__providers.sql",
        "/db/state/V017__usage.sql",
        "/db/state/V018__egress.sql",
        "/db/state/V019__schedules.sql",
        "/db/state/V020__host_services.sql",
        "/db/state/V023__budget_questions.sql",
        "/db/state/V024__jobs.sql",
        "/db/state/V025__job_reviews.sql",
        "/db/state/V026__command_rights.sql",
        "/db/state/V030__job_orders.sql",
        "/db/state/V031__job_hosts.sql");
  }
}
