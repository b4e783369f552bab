package dev.ironclaw.controlplane.gateway;

/// Tells the one who asked what became of a change: see [OutcomeNotice] for the words and the row's id.
///
/// Called after the effect, and again after a crash or where it threw: an implementation must be idempotent by the
/// change's id. Only changes with an [Change#origin] come here; where there is none there is nobody to tell.
@FunctionalInterface
public interface OutcomeSink {
  void tell(Change change);
}
