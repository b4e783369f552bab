package dev.ironclaw.controlplane.job;

import dev.ironclaw.contract.AgentGroupId;
import dev.ironclaw.contract.ChangeKind;
import dev.ironclaw.contract.ErrorCode;
import dev.ironclaw.contract.IronclawException;
import dev.ironclaw.contract.JobId;
import dev.ironclaw.controlplane.gateway.CapabilityEffect;
import dev.ironclaw.controlplane.gateway.Change;
import dev.ironclaw.controlplane.registry.JobOrder;
import dev.ironclaw.controlplane.registry.Principal;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.Predicate;
import tools.jackson.databind.JsonNode;

/// Starts the jobs that agents asked for once a human has approved them, and ends those whose approval is taken back. A job
/// has the id that its change gives it, so starting it again after a crash finds it. With an agent that is retired all of its
/// jobs end.
public final class JobOrders implements CapabilityEffect {
  private final CapabilityEffect others;
  private final Function<JobId, Optional<JobOrder>> orders;
  private final Predicate<AgentGroupId> agents;
  private final Jobs jobs;
  private final BiConsumer<Change, String> failed;

  /// @param others hears of every change, too
  /// @param orders those that are approved now
  /// @param agents whether there is such an agent now
  /// @param failed tells the one who asked why it could not be started; perhaps more than once
  public JobOrders(CapabilityEffect others, Function<JobId, Optional<JobOrder>> orders,
      Predicate<AgentGroupId> agents, Jobs jobs,
      BiConsumer<Change, String> failed) {
    this.others = others;
    this.orders = orders;
    this.agents = agents;
    this.jobs = jobs;
    this.failed = failed;
  }

  @Override
  public void changed(Optional<AgentGroupId> agentGroup) {
    others.changed(agentGroup);
  }

  @Override
  public void applied(Change change) {
    others.applied(change);
    Principal by = by(change);
    if (change.kind() == ChangeKind.CREATE_AGENT) {
      change.agentGroup().filter(agents.negate()).ifPresent(gone -> jobs.endAllOf(gone, by));
    }
    if (change.kind() == ChangeKind.JOB) {
      removed(change.after()).ifPresentOrElse(id -> end(id, by),
          () -> removed(change.before()).flatMap(orders).ifPresent(order -> start(change, order, by)));
    }
  }

  private void start(Change change, JobOrder order, Principal by) {
    JobRequest request = new JobRequest(order.title(), order.description(), order.mode(), order.project(),
        order.grants().entrySet().stream().map(grant -> new CredentialGrant(grant.getKey(), grant.getValue())).toList(),
        List.copyOf(order.hosts()), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), false,
        false,
        Optional.of(order.agentGroup()), change.origin());
    try {
      Job _ = jobs.create(order.id(), request, by);
    } catch (IronclawException e) {
      if (e.code().type() != ErrorCode.Type.USER && e.code() != ErrorCode.DENIED) {
        // It may work later, and the gateway tries again.
        throw e;
      }
      failed.accept(change, "the job " + order.id() + " was approved and could not be started: " + e.getMessage());
    }
  }

  private void end(JobId id, Principal by) {
    try {
      Job _ = jobs.cancel(id, by);
    } catch (IronclawException e) {
      if (e.code() != ErrorCode.NOT_FOUND) {
        throw e;
      }
      // silent-ok: it never started, or is forgotten
    }
  }

  /// The form of a change that ends one names it; so does what undoes one that starts it.
  private static Optional<JobId> removed(JsonNode form) {
    return Optional.of(form.path("remove")).filter(JsonNode::isString).map(JsonNode::asString).map(JobId::new);
  }

  /// Whoever approved it: its credentials are given in that name.
  private static Principal by(Change change) {
    return change.decision().map(Change.DecisionRecord::decidedBy).flatMap(Principal.Operator::tokenName)
        .<Principal>map(Principal.Operator::new).orElseGet(Principal.ControlPlane::new);
  }
}
