package dev.ironclaw.controlplane.isolation;

import java.util.List;

/// One way to run a box. Chosen once, shown, audited; nothing falls back by itself.
public interface Isolator {
  /// As `--runtime` names it: `runsc`, `process`.
  String name();

  /// What is installed and how strong it is, as measured now.
  RuntimeReport fingerprint();

  /// Starts a box, detached from this process. Returns when the runtime has started it, not when the agent is up.
  Box launch(SandboxSpec spec);

  /// At start: finds every box of this state folder, adopts the running ones, and cleans up after the others.
  List<Box> recover();

  /// As [#recover], while every box is frozen: adopts them as they are, without asking a runtime that would wait for their
  /// answer.
  List<Box> recoverFrozen();
}
