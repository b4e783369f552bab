package dev.ironclaw.controlplane.orchestrator;

import dev.ironclaw.contract.AgentGroupId;
import dev.ironclaw.contract.JobId;
import dev.ironclaw.controlplane.modelproxy.ModelChoice;

/// Which models answer for a job, and who pays. What the container names is a wish at most.
///
/// Threading: platform threads; may wait for the disk.
public interface JobModels {
  /// For the job's own agent.
  Model worker(JobId job);

  /// For Claude Code: of an upstream that speaks Anthropic's dialect.
  ///
  /// @param asked the model that it names
  /// @throws dev.ironclaw.contract.IronclawException `DENIED` where the job may not use it, `CONFIGURATION` where no such
  ///         upstream is set up
  Model claude(JobId job, String asked);

  /// A model, and who pays.
  ///
  /// @param payer the agent whose budget it counts in, or the group of operators' jobs
  record Model(AgentGroupId payer, ModelChoice choice) {}
}
