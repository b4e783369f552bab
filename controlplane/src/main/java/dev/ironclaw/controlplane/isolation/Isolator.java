package dev.ironclaw.controlplane.isolation;

import dev.ironclaw.contract.AgentGroupId;
import java.util.List;
import java.util.Optional;

/// One way to run a box. Chosen once, shown, audited; nothing falls back by itself.
public interface Isolator {
  /// As `--runtime` names it: `runsc`, `process`.
  String name();

  /// What is installed and how strong it is, as measured now.
  RuntimeReport fingerprint();

  /// Why this folder of the machine can't be mounted into a box as things are; empty where it can.
  Optional<String> unmountable(SandboxSpec.Mount mount);

  /// Starts a box, detached from this process. Returns when the runtime has started it, not when the agent is up.
  Box launch(SandboxSpec spec);

  /// Removes what it keeps of an agent itself, once no box of the agent is left; folders of this machine are not its. Fails
  /// with `CONFLICT` where something still has it.
  default void forget(AgentGroupId agent) {}

  /// At start: finds every box of this state folder, adopts the running ones, and cleans up after the others.
  List<Box> recover();

  /// As [#recover], while every box is frozen: adopts them as they are, without asking a runtime that would wait for their
  /// answer.
  List<Box> recoverFrozen();
}
